using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ImgRep.Trust.OpenPgp;

/// <summary>The fingerprint of an OpenPGP key of version 4: 40 hexadecimal digits in capitals (RFC 4880, 12.2).</summary>
public sealed record Fingerprint
{
    private Fingerprint(string hex) => Hex = hex;

    public string Hex { get; }

    /// <param name="body">The body of a public key packet.</param>
#pragma warning disable CA5350 // The standard's definition of the fingerprint; second preimages are what counts here, and none are known.
    public static Fingerprint Compute(ReadOnlySpan<byte> body) =>
        new(Convert.ToHexString(SHA1.HashData([0x99, (byte)(body.Length >> 8), (byte)body.Length, .. body])));
#pragma warning restore CA5350

    /// <param name="text">As written by people: in groups or not, in capitals or not.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Fingerprint? fingerprint)
    {
        var hex = text?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        fingerprint = hex is { Length: 40 } && hex.All(char.IsAsciiHexDigitUpper) ? new Fingerprint(hex) : null;
        return fingerprint is not null;
    }

    public static Fingerprint Parse(string text) => TryParse(text, out var fingerprint) ? fingerprint : throw new FormatException($"not a fingerprint: {text}");

    public override string ToString() => Hex;
}
