using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ImgRep.Images.Configuration;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Trust.Statements;

/// <summary>A signed envelope (DSSE 1.0.2, envelope.md and protocol.md). What is signed is not the payload but its pre-authentication encoding,
/// so that the payload's type is signed with it.</summary>
public static class DsseEnvelope
{
    /// <summary><c>DSSEv1 LENGTH TYPE LENGTH PAYLOAD</c>: the bytes to sign.</summary>
    public static byte[] Encode(string type, ReadOnlySpan<byte> payload) =>
        [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(type)} {type} {payload.Length} ")), .. payload];

    /// <param name="key">Whose signature it is, by the fingerprint of the primary key. A hint, as DSSE has it: it proves nothing.</param>
    /// <param name="armored">A detached OpenPGP signature over <see cref="Encode"/>; the envelope holds it in binary.</param>
    public static ImmutableArray<byte> Write(string type, ReadOnlySpan<byte> payload, Fingerprint key, ReadOnlySpan<byte> armored) => CanonicalJson.Write(new JsonObject
    {
        ["payload"] = Convert.ToBase64String(payload),
        ["payloadType"] = type,
        ["signatures"] = new JsonArray(new JsonObject
        {
            ["keyid"] = key.Hex,
            ["sig"] = Convert.ToBase64String(Armor.Decode(armored, Armor.Signature)),
        }),
    });
}
