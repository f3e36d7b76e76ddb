using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImgRep.Primitives;

/// <summary>A SHA-256 content digest, written <c>sha256:</c> and 64 lower-case hexadecimal digits (OCI image-spec 1.1, descriptor.md).</summary>
public sealed class Digest : IEquatable<Digest>, IComparable<Digest>
{
    private const string Prefix = "sha256:";

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    // Histories hold millions: the hash takes a quarter of its digits' room, and compares like them.
    private readonly UInt128 high;
    private readonly UInt128 low;

    private Digest(ReadOnlySpan<byte> hash) => (high, low) = (BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    /// <summary>The 64 hexadecimal digits without the algorithm.</summary>
    public string Hex => string.Create(CultureInfo.InvariantCulture, $"{high:x32}{low:x32}");

    public static Digest Compute(ReadOnlySpan<byte> content) => FromHash(SHA256.HashData(content));

    /// <param name="hash">The 32 bytes of a SHA-256 hash.</param>
    public static Digest FromHash(ReadOnlySpan<byte> hash) =>
        hash.Length == SHA256.HashSizeInBytes
            ? new Digest(hash)
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
        digest = null;
        Span<byte> ascii = stackalloc byte[64];
        return text is { Length: 64 } && Ascii.FromUtf16(text, ascii, out _) == OperationStatus.Done && TryParseHex(ascii, out digest);
    }

    /// <param name="ascii">64 small hexadecimal digits.</param>
    public static bool TryParseHex(ReadOnlySpan<byte> ascii, [NotNullWhen(true)] out Digest? digest)
    {
        digest = null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (ascii.Length == 64 && !ascii.ContainsAnyExcept(Digits) && Convert.FromHexString(ascii, hash, out _, out _) == OperationStatus.Done)
            digest = new Digest(hash);
        return digest is not null;
    }

    public override string ToString() => Prefix + Hex;

    public bool Equals(Digest? other) => other is not null && high == other.high && low == other.low;

    public override bool Equals(object? obj) => Equals(obj as Digest);

    public override int GetHashCode() => HashCode.Combine(high, low);

    public int CompareTo(Digest? other) => other is null ? 1 : (high, low).CompareTo((other.high, other.low));

    public static bool operator ==(Digest? left, Digest? right) => Equals(left, right);

    public static bool operator !=(Digest? left, Digest? right) => !Equals(left, right);

    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;
}
