using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>The file <c>sources</c>: where the source archive has what packages need (docs/formats/sources.md).</summary>
public sealed partial class SourceTable
{
    internal const string Repack = "repack";
    private readonly FrozenDictionary<Digest, ArchiveFile> files;

    private SourceTable(IEnumerable<ArchiveFile> files) => this.files = files.ToFrozenDictionary(file => file.Digest);

    public static SourceTable Empty { get; } = new([]);

    /// <exception cref="RejectedInputException">A line does not have the six columns, or a hash stands there twice.</exception>
    public static SourceTable Parse(string text, string file)
    {
        var rows = new Dictionary<Digest, ArchiveFile>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var line in TableLine.Read(text, file))
        {
            if (ParseLine(line.Words) is not { } row)
                diagnostics.Add(Diagnostic.Error(line.Span, "source-table", "not a row of the source table",
                    $"write SHA256 SUITE PACKAGE VERSION FILE, and {Repack} where upstream's file is another"));
            else if (!rows.TryAdd(row.Digest, row))
                diagnostics.Add(Diagnostic.Error(line.Span, "source-table", $"{row.Name} has the hash of {rows[row.Digest].Name} above", "remove one of them"));
        }
        return diagnostics.Count == 0 ? new SourceTable(rows.Values) : throw new RejectedInputException(diagnostics.ToImmutable());
    }

    public IEnumerable<ArchiveFile> Files => files.Values;

    public ArchiveFile? Find(Digest digest) => files.GetValueOrDefault(digest);

    /// <summary>The table with one more file.</summary>
    public SourceTable With(ArchiveFile file) => new(files.Values.Where(other => other.Digest != file.Digest).Append(file));

    private static ArchiveFile? ParseLine(ImmutableArray<string> words) =>
        words.Length is 5 or 6 && Digest.TryParseHex(words[0], out var digest)
        && words[1..5].All(word => Word().IsMatch(word)) && (words.Length == 5 || words[5] == Repack)
            ? new ArchiveFile(digest, words[1], words[2], words[3], words[4], words.Length == 6)
            : null;

    /// <summary>What Debian's policy allows in names and versions (Debian Policy 5.6): nothing that could lead to another folder.</summary>
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.+~:_-]*$")]
    private static partial Regex Word();
}
