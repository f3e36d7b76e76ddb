using System.Collections.Immutable;
using ImgRep.Cli.Display;
using ImgRep.Host.Plans;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>What was rebuilt; for people, lines that <c>sha256sum</c> could have written.</summary>
/// <param name="Skipped">What this machine had rebuilt from the same recipes before, to the committed digests.</param>
internal sealed record ReproduceAnswer(ImmutableArray<BuiltPackage> Packages, ImmutableArray<SkippedPackage> Skipped) : IAnswer
{
    public static ReproduceAnswer From(IEnumerable<PlannedBuild> built, IReadOnlyCollection<PlannedBuild> skipped) =>
        new([.. built.Select(BuiltPackage.From)], [.. skipped.Select(build => new SkippedPackage(build.Package.Name, build.Image!))]);

    /// <summary>Says what is left out, and why, before the rest begins.</summary>
    public static void Announce(IReadOnlyCollection<PlannedBuild> skipped)
    {
        if (skipped.Count == 0)
            return;
        var names = string.Join(", ", skipped.Select(build => build.Name));
        Terminal.Writer.WriteLine(Terminal.Printable($"skipped: {names}: rebuilt here already, from the same recipes, to the committed digests (--all rebuilds them again)"));
    }

    public IEnumerable<string> Lines() => Packages.Select(package => $"{package.Digest.Hex}  {package.Name}");
}

internal sealed record SkippedPackage(PackageName Name, Digest Digest);
