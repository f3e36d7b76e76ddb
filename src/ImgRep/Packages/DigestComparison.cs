using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>A package that is not what the file <c>digests</c> says.</summary>
/// <param name="Expected">What the file has; null if it does not have the package.</param>
/// <param name="Found">What was built; null if the tree does not have the package.</param>
public sealed record DigestMismatch(PackageName Package, Digest? Expected, Digest? Found)
{
    public override string ToString() => (Expected, Found) switch
    {
        (null, _) => $"it is {Found}, and not in {DigestsFile.Path}",
        (_, null) => $"{DigestsFile.Path} has it, but the tree does not",
        _ => $"it is {Found}, not {Expected} as in {DigestsFile.Path}",
    };
}

/// <summary>What was built against what was committed.</summary>
public static class DigestComparison
{
    /// <param name="isWhole">Whether <paramref name="built"/> is all of the tree, so that nothing else may be in the file.</param>
    public static ImmutableArray<DigestMismatch> Compare(ImmutableSortedDictionary<PackageName, Digest> committed, IReadOnlyDictionary<PackageName, Digest> built, bool isWhole) =>
    [
        .. from name in (isWhole ? built.Keys.Union(committed.Keys) : built.Keys).Order()
           let mismatch = new DigestMismatch(name, committed.GetValueOrDefault(name), built.GetValueOrDefault(name))
           where mismatch.Expected != mismatch.Found
           select mismatch,
    ];
}
