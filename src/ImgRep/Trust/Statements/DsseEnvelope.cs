using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImgRep.Images.Configuration;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Trust.Statements;

/// <summary>A signed envelope (DSSE 1.0.2, envelope.md and protocol.md). What is signed is not the payload but its pre-authentication encoding,
/// so that the payload's type is signed with it.</summary>
/// <param name="Signatures">None where others answer for what the payload says.</param>
public sealed record DsseEnvelope(string Type, ReadOnlyMemory<byte> Payload, ImmutableArray<DsseSignature> Signatures)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary><c>DSSEv1 LENGTH TYPE LENGTH PAYLOAD</c>: the bytes to sign.</summary>
    public static byte[] Encode(string type, ReadOnlySpan<byte> payload) =>
        [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(type)} {type} {payload.Length} ")), .. payload];

    /// <param name="key">Whose signature it is, by the fingerprint of the primary key. A hint, as DSSE has it: it proves nothing.</param>
    /// <param name="armored">A detached OpenPGP signature over <see cref="Encode"/>; the envelope holds it in binary.</param>
    public static ImmutableArray<byte> Write(string type, ReadOnlySpan<byte> payload, Fingerprint key, ReadOnlySpan<byte> armored) =>
        new DsseEnvelope(type, payload.ToArray(), [new DsseSignature(key.Hex, Armor.Decode(armored, Armor.Signature))]).Write();

    public ImmutableArray<byte> Write() => CanonicalJson.Write(new JsonObject
    {
        ["payload"] = Convert.ToBase64String(Payload.Span),
        ["payloadType"] = Type,
        ["signatures"] = new JsonArray([.. Signatures.Select(signature => new JsonObject
        {
            ["keyid"] = signature.KeyId,
            ["sig"] = Convert.ToBase64String(signature.Bytes.Span),
        })]),
    });

    /// <exception cref="MalformedStatementException">It is not exactly what <see cref="Write()"/> would have written.</exception>
    public static DsseEnvelope Parse(ReadOnlyMemory<byte> json)
    {
        var envelope = MalformedStatementException.Name("no DSSE envelope", () => Read(json));
        return envelope.Write().AsSpan().SequenceEqual(json.Span) ? envelope
            : throw new MalformedStatementException("it is no DSSE envelope in the canonical form: payload, payloadType and signatures, without blanks");
    }

    private static DsseEnvelope Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Strict);
        var root = document.RootElement;
        return new DsseEnvelope(
            root.GetProperty("payloadType").GetString() ?? "", root.GetProperty("payload").GetBytesFromBase64(),
            [.. root.GetProperty("signatures").EnumerateArray()
                .Select(signature => new DsseSignature(signature.GetProperty("keyid").GetString() ?? "", signature.GetProperty("sig").GetBytesFromBase64()))]);
    }
}

/// <param name="KeyId">The fingerprint of the signer's primary key; a hint.</param>
/// <param name="Bytes">A detached OpenPGP signature in binary.</param>
public sealed record DsseSignature(string KeyId, ReadOnlyMemory<byte> Bytes);
