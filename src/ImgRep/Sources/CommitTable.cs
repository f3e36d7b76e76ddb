using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>The file <c>commits</c>: the SHA-256 of the tree of each commit that packages are built from (docs/formats/commits.md).</summary>
public sealed class CommitTable
{
    /// <summary>Of the file, at the root of a tree.</summary>
    public const string FileName = "commits";

    private readonly ImmutableSortedDictionary<string, Digest> trees;
    private bool HasEvery { get; init; }

    private CommitTable(ImmutableSortedDictionary<string, Digest> trees) => this.trees = trees;

    public static CommitTable Empty { get; } = new(ImmutableSortedDictionary.Create<string, Digest>(StringComparer.Ordinal));

    /// <summary>A table that has every commit, each with the same hash: for who looks for those that the table of a tree does not have.</summary>
    public static CommitTable Every { get; } = new(Empty.trees) { HasEvery = true };

    /// <exception cref="RejectedInputException">A line does not have the two columns, or a commit stands there twice.</exception>
    public static CommitTable Parse(string text, string file)
    {
        var trees = Empty.trees.ToBuilder();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var line in TableLine.Read(text, file))
        {
            if (line.Words is not [var hex, var commit] || !Digest.TryParseHex(hex, out var tree) || commit.Length is not (40 or 64)
                || !commit.All(char.IsAsciiHexDigitLower))
                diagnostics.Add(Diagnostic.Error(line.Span, "commit-table", "not a row of the table of commits", "write SHA256 COMMIT, both in full and in small letters"));
            else if (!trees.TryAdd(commit, tree))
                diagnostics.Add(Diagnostic.Error(line.Span, "commit-table", $"the commit {commit} stands above already", "remove one of them"));
        }
        return diagnostics.Count == 0 ? new CommitTable(trees.ToImmutable()) : throw new RejectedInputException(diagnostics.ToImmutable());
    }

    /// <summary>The hash of a commit's tree; null if nobody has written it down.</summary>
    public Digest? Find(string commit) => HasEvery ? Digest.Compute([]) : trees.GetValueOrDefault(commit);

    /// <summary>The text of a table with one more row, its other lines as they are: sorted by commit where they are.</summary>
    public static string Add(string text, string commit, Digest tree)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        var at = lines.FindIndex(line => TableLine.Read(line, FileName).Any(row => row.Words is [_, var other] && string.CompareOrdinal(other, commit) > 0));
        lines.Insert(at < 0 ? lines.Count : at, $"{tree.Hex}  {commit}");
        return string.Concat(lines.Select(line => line + "\n"));
    }
}
