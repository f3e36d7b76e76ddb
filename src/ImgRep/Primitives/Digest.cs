using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ImgRep.Primitives;

/// <summary>A SHA-256 content digest, written <c>sha256:</c> and 64 lower-case hexadecimal digits (OCI image-spec 1.1, descriptor.md).</summary>
public sealed class Digest : IEquatable<Digest>, IComparable<Digest>
{
    private const string Prefix = "sha256:";

    private Digest(string hex) => Hex = hex;

    /// <summary>The 64 hexadecimal digits without the algorithm.</summary>
    public string Hex { get; }

    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <param name="hash">The 32 bytes of a SHA-256 hash.</param>
    public static Digest FromHash(ReadOnlySpan<byte> hash) =>
        hash.Length == SHA256.HashSizeInBytes
            ? new Digest(Convert.ToHexStringLower(hash))
            : throw new ArgumentException($"a sha256 hash has 32 bytes, not {hash.Length}", nameof(hash));

    public static Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException($"not a sha256 digest: {text}");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Digest? digest)
    {
        digest = null;
        return text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && TryParseHex(text[Prefix.Length..], out digest);
    }

    public static bool TryParseHex([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Digest? digest)
    {
        digest = text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower) ? new Digest(text) : null;
        return digest is not null;
    }

    public override string ToString() => Prefix + Hex;

    public bool Equals(Digest? other) => string.Equals(Hex, other?.Hex, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Digest);

    public override int GetHashCode() => string.GetHashCode(Hex, StringComparison.Ordinal);

    public int CompareTo(Digest? other) => string.CompareOrdinal(Hex, other?.Hex);

    public static bool operator ==(Digest? left, Digest? right) => Equals(left, right);

    public static bool operator !=(Digest? left, Digest? right) => !Equals(left, right);

    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;
}
