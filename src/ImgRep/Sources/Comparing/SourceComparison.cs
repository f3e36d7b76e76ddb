using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Sources.Comparing;

public enum DifferenceKind
{
    /// <summary>Only the source has it.</summary>
    Only,

    /// <summary>The tree has other bytes of that name.</summary>
    Differs,
}

/// <param name="Path">As <see cref="SourcePath"/> writes it.</param>
/// <param name="Digest">What the source has.</param>
public sealed record SourceDifference(DifferenceKind Kind, string Path, Digest Digest, FileRole Role);

/// <summary>What a source has that the project's version control does not: there an attacker hides what no reviewer of the project sees.</summary>
/// <param name="Equal">How many files both have, with the same bytes.</param>
/// <param name="Missing">How many files only the tree has, which a build from the source cannot use.</param>
/// <param name="Differences">First what a build runs, then what it compiles; sorted by path.</param>
public sealed record SourceComparison(int Equal, int Missing, ImmutableArray<SourceDifference> Differences)
{
    public static SourceComparison Compare(IReadOnlyDictionary<string, SourceFile> source, IReadOnlyDictionary<string, SourceFile> tree)
    {
        var differences = new List<SourceDifference>();
        foreach (var (path, file) in source)
        {
            var isThere = tree.TryGetValue(path, out var other);
            if (!isThere || file.Digest != other.Digest || file.IsLink != other.IsLink)
                differences.Add(new SourceDifference(isThere ? DifferenceKind.Differs : DifferenceKind.Only, path, file.Digest, FileRoles.Of(path, file.IsExecutable)));
        }
        return new SourceComparison(
            source.Count - differences.Count, tree.Keys.Count(path => !source.ContainsKey(path)),
            [.. differences.OrderBy(one => one.Role).ThenBy(one => one.Path, StringComparer.Ordinal)]);
    }
}
