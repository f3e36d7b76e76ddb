using System.Collections.Immutable;
using System.Text.Json;
using ImgRep.Primitives;

namespace ImgRep.Trust.Statements;

/// <summary>Statements about an image and all that it rests on, one envelope a line (docs/formats/statements.md).</summary>
/// <param name="Images">Each after all that it needs.</param>
public sealed record StatementBundle(
    ImmutableArray<StatedImage> Images, ImmutableArray<(int Line, ConfirmationStatement Statement)> Confirmations, ImmutableArray<(int Line, DsseEnvelope Envelope)> Signed)
{
    /// <summary>Bytes: some ten thousand images.</summary>
    public const int Largest = 256 << 20;

    /// <summary>No tree comes near it, and every statement costs time.</summary>
    public const int Most = 100_000;

    /// <param name="file">What messages call it; each names the line, which is the number of the statement.</param>
    /// <exception cref="RejectedInputException">A statement is not what it must be, or does not go with those before it.</exception>
    public static StatementBundle Parse(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new BundleReader(file);
        var number = 0;
        while (!bytes.IsEmpty)
        {
            number++;
            if (number > Most)
                throw reader.Refuse(number, $"there are more than {Most} statements");
            var end = bytes.Span.IndexOf((byte)'\n');
            if (end < 0)
                throw reader.Refuse(number, "its line has no end: is the file truncated?");
            reader.Read(number, bytes[..end]);
            bytes = bytes[(end + 1)..];
        }
        return reader.Finish();
    }
}

/// <summary>Reads one line after the other.</summary>
internal sealed class BundleReader(string file)
{
    private readonly BundleLinks links = new();
    private readonly List<StatedImage> images = [];
    private readonly List<(int, ConfirmationStatement)> confirmations = [];
    private readonly List<(int, DsseEnvelope)> signed = [];

    public void Read(int number, ReadOnlyMemory<byte> line)
    {
        try
        {
            var envelope = DsseEnvelope.Parse(line);
            if (envelope.Type != SlsaProvenance.PayloadType)
                throw new MalformedStatementException($"its payload is no in-toto statement, {SlsaProvenance.PayloadType}");
            Take(number, envelope.Payload);
            if (!envelope.Signatures.IsEmpty)
                signed.Add((number, envelope));
        }
        catch (MalformedStatementException malformed)
        {
            throw Refuse(number, malformed.Message);
        }
    }

    public StatementBundle Finish() => images.Count > 0 ? new StatementBundle([.. images], [.. confirmations], [.. signed])
        : throw Refuse(0, "it states nothing about any image");

    public RejectedInputException Refuse(int number, string message) =>
        new(Diagnostic.Error(number == 0 ? SourceSpan.Whole(file) : new SourceSpan(file, number, 1), "bundle", message, "imgrep lineage NAME --bundle FILE writes such files"));

    private void Take(int number, ReadOnlyMemory<byte> statement)
    {
        switch (PredicateOf(statement))
        {
            case SlsaProvenance.PredicateType:
                var image = ProvenanceParser.Parse(statement);
                links.Add(number, image);
                images.Add(image);
                break;
            case ConfirmationStatement.PredicateType:
                confirmations.Add((number, ConfirmationStatement.Parse(statement)));
                break;
            default:
                throw new MalformedStatementException("it is neither SLSA provenance nor a confirmation");
        }
    }

    private static string PredicateOf(ReadOnlyMemory<byte> statement) => MalformedStatementException.Name("no in-toto statement", () =>
    {
        using var json = JsonDocument.Parse(statement, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
        return json.RootElement.GetProperty("predicateType").GetString() ?? "";
    });
}
