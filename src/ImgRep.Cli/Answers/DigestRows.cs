using System.Collections.Immutable;
using ImgRep.Cli.Display;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>The lines of the file <c>digests</c> that belong to packages which were built by name.</summary>
internal static class DigestRows
{
    /// <summary>Says which lines are missing or differ, where the tree has the file at all, and what writes them.</summary>
    public static void Offer(Checkout tree, IReadOnlyCollection<PlannedBuild> built)
    {
        if (TryRead(tree) is not { } committed)
            return;
        foreach (var mismatch in Compare(committed, built))
        {
            var state = mismatch.Expected is { } expected ? $"{DigestsFile.Path} has {expected}: where the change is meant," : $"{DigestsFile.Path} has no line for it:";
            Report.Warning(mismatch.Package.ToString(), $"{state} imgrep build {mismatch.Package} --update writes\n{mismatch.Found!.Hex}  {mismatch.Package}");
        }
    }

    /// <summary>Writes the lines, and leaves all others as they are.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> UpdateAsync(Checkout tree, ContentStore store, IReadOnlyCollection<PlannedBuild> built, CancellationToken cancellation)
    {
        var open = built.Where(build => !build.IsAgreed).Select(build => build.Name).ToList();
        if (open.Count > 0)
        {
            Report.Error($"{DigestsFile.Path} is not written: {string.Join(", ", open)}: not all routes were built, so that they are not known to agree", "build without --route");
            return ExitCode.NegativeVerdict;
        }
        // Builds of other packages may write theirs at the same time.
        using var turn = await KeyLock.TakeAsync(store, DigestsFile.Path, null, cancellation);
        var committed = CheckoutDigests.TryRead(tree) ?? ImmutableSortedDictionary<PackageName, Digest>.Empty;
        var changes = Compare(committed, built);
        CheckoutDigests.Write(tree, committed.SetItems(built.Select(build => KeyValuePair.Create(build.Package.Name, build.Image!))));
        foreach (var change in changes)
        {
            var what = change.Expected is { } old ? $"from {old} to {change.Found}" : $"new, {change.Found}";
            await Terminal.Writer.WriteLineAsync($"{DigestsFile.Path}: {change.Package}: {what}");
        }
        return ExitCode.Done;
    }

    private static ImmutableArray<DigestMismatch> Compare(ImmutableSortedDictionary<PackageName, Digest> committed, IReadOnlyCollection<PlannedBuild> built) =>
        DigestComparison.Compare(committed, built.ToDictionary(build => build.Package.Name, build => build.Image!), isWhole: false);

    /// <summary>Null where there is none, or one that cannot be read: that is not what this build is about.</summary>
    public static ImmutableSortedDictionary<PackageName, Digest>? TryRead(Checkout tree)
    {
        try
        {
            return CheckoutDigests.TryRead(tree);
        }
        catch (RejectedInputException)
        {
            return null;
        }
    }
}
