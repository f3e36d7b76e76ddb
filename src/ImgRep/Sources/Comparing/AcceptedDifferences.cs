using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Sources.Comparing;

/// <summary>The differences between a source and the project's version control that somebody has looked at: a file <c>compared/HEX</c>, named by the hash
/// of the source (docs/formats/compared.md).</summary>
public sealed class AcceptedDifferences
{
    private readonly FrozenSet<(DifferenceKind, string, Digest)> rows;

    private AcceptedDifferences(IEnumerable<(DifferenceKind, string, Digest)> rows) => this.rows = rows.ToFrozenSet();

    public static AcceptedDifferences None { get; } = new([]);

    public int Count => rows.Count;

    /// <exception cref="RejectedInputException">A line is not a difference, or stands there twice.</exception>
    public static AcceptedDifferences Parse(string text, string file)
    {
        var rows = new HashSet<(DifferenceKind, string, Digest)>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var line in TableLine.Read(text, file))
        {
            if (line.Words is not [var kind, var hash, var path] || KindOf(kind) is not { } known || !Digest.TryParseHex(hash, out var digest))
                diagnostics.Add(Diagnostic.Error(line.Span, "compared", "not a difference", "write only or differs, SHA256 and PATH"));
            else if (!rows.Add((known, path, digest)))
                diagnostics.Add(Diagnostic.Error(line.Span, "compared", $"{path} stands there twice", "remove one line"));
        }
        return diagnostics.Count == 0 ? new AcceptedDifferences(rows) : throw new RejectedInputException(diagnostics.ToImmutable());
    }

    public bool Has(SourceDifference difference) => rows.Contains((difference.Kind, difference.Path, difference.Digest));

    /// <param name="heading">What is compared with what, in one line.</param>
    public static string Write(string heading, IEnumerable<SourceDifference> differences)
    {
        var text = new StringBuilder("# ").Append(heading).Append("\n\n");
        foreach (var one in differences.OrderBy(one => one.Path, StringComparer.Ordinal))
            text.Append(WordOf(one.Kind)).Append("  ").Append(one.Digest.Hex).Append("  ").Append(one.Path).Append('\n');
        return text.ToString();
    }

    public static string WordOf(DifferenceKind kind) => kind == DifferenceKind.Only ? "only" : "differs";

    private static DifferenceKind? KindOf(string word) => word switch { "only" => DifferenceKind.Only, "differs" => DifferenceKind.Differs, _ => null };
}
