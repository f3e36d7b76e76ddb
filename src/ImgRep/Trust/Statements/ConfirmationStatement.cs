using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Trust.Statements;

/// <summary>What somebody has signed about images, with their signature: it proves itself, whoever put it into a statement.</summary>
/// <param name="Subjects">Which images of the bundle it is about, sorted.</param>
/// <param name="Signed">A manifest of hashes, or the signed bytes of a signature of an image. Not looked into before the signature is verified.</param>
/// <param name="Signature">A detached OpenPGP signature over it.</param>
public sealed record ConfirmationStatement(ImmutableArray<(PackageName Package, Digest Image)> Subjects, ReadOnlyMemory<byte> Signed, ReadOnlyMemory<byte> Signature)
{
    public const string PredicateType = "urn:imgrep:confirmation:1";

    public static ConfirmationStatement Create(IEnumerable<(PackageName Package, Digest Image)> subjects, SignedData signed) =>
        new([.. subjects.Distinct().OrderBy(subject => subject.Package).ThenBy(subject => subject.Image)], signed.Data, signed.Signature.Bytes);

    public ImmutableArray<byte> Write() => CanonicalJson.Write(new JsonObject
    {
        ["_type"] = SlsaProvenance.StatementType,
        ["subject"] = new JsonArray([.. Subjects.Select(subject => SlsaProvenance.Resource("name", PackageName.Namespace + subject.Package, subject.Image))]),
        ["predicateType"] = PredicateType,
        ["predicate"] = new JsonObject { ["signed"] = Convert.ToBase64String(Signed.Span), ["signature"] = Convert.ToBase64String(Signature.Span) },
    });

    /// <exception cref="MalformedStatementException">It is not exactly what <see cref="Write"/> would have written.</exception>
    public static ConfirmationStatement Parse(ReadOnlyMemory<byte> statement)
    {
        var read = MalformedStatementException.Name("no confirmation", () => Read(statement));
        return read.Write().AsSpan().SequenceEqual(statement.Span) ? read : throw new MalformedStatementException("it is no confirmation in the canonical form");
    }

    private static ConfirmationStatement Read(ReadOnlyMemory<byte> statement)
    {
        using var json = JsonDocument.Parse(statement, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
        var predicate = json.RootElement.GetProperty("predicate");
        return new ConfirmationStatement(
            [.. json.RootElement.GetProperty("subject").EnumerateArray().Select(ReadSubject)],
            predicate.GetProperty("signed").GetBytesFromBase64(), predicate.GetProperty("signature").GetBytesFromBase64());
    }

    private static (PackageName Package, Digest Image) ReadSubject(JsonElement subject)
    {
        var name = subject.GetProperty("name").GetString() ?? "";
        var hex = subject.GetProperty("digest").GetProperty("sha256").GetString();
        return name.StartsWith(PackageName.Namespace, StringComparison.Ordinal) && Digest.TryParseHex(hex, out var image)
            ? (PackageName.Parse(name[PackageName.Namespace.Length..]), image) : throw new FormatException("no image");
    }
}
