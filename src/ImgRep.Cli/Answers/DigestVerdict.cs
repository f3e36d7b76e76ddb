using System.Collections.Immutable;
using ImgRep.Cli.Display;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>What was built, compared with the committed file <c>digests</c>.</summary>
internal static class DigestVerdict
{
    /// <summary>Names each package that differs.</summary>
    /// <returns>The exit code.</returns>
    public static int Compare(ImmutableSortedDictionary<PackageName, Digest> committed, IReadOnlyCollection<PlannedBuild> built, bool isWhole)
    {
        var mismatches = DigestComparison.Compare(committed, built.ToDictionary(build => build.Package.Name, build => build.Image!), isWhole);
        foreach (var mismatch in mismatches)
            Report.Verdict(mismatch.Package.ToString(), mismatch.ToString());
        if (mismatches.IsEmpty)
            return ExitCode.Done;
        Report.Error($"{mismatches.Length} of {Math.Max(built.Count, mismatches.Length)} packages differ from {DigestsFile.Path}",
            Comparable(mismatches) is { } pair ? $"imgrep diff {pair.Expected} {pair.Found} says in what, where the store has both" : null);
        return ExitCode.NegativeVerdict;
    }

    /// <summary>Writes the file after a build of the whole tree, and says so where it changed.</summary>
    public static void Write(Checkout folder, BuildPlan plan)
    {
        if (!plan.Builds.All(build => build.IsAgreed))
        {
            Report.Warning(DigestsFile.Path, "not written: not every package is agreed");
            return;
        }
        if (CheckoutDigests.Write(folder, plan.Builds.ToImmutableSortedDictionary(build => build.Package.Name, build => build.Image!)))
            Terminal.Writer.WriteLine($"{DigestsFile.Path}: written anew");
    }

    private static DigestMismatch? Comparable(ImmutableArray<DigestMismatch> mismatches) =>
        mismatches.FirstOrDefault(mismatch => mismatch is { Expected: not null, Found: not null });
}
