using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImgRep.Files;

/// <summary>The name of one directory entry: bytes, as Linux has it. Never empty, <c>.</c> or <c>..</c>; holds no <c>/</c> and no NUL. Ordered by its bytes.</summary>
public sealed class FileName : IEquatable<FileName>, IComparable<FileName>
{
    private readonly byte[] bytes;

    private FileName(byte[] bytes) => this.bytes = bytes;

    public ReadOnlySpan<byte> Bytes => bytes;

    public static FileName Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    public static FileName Parse(ReadOnlySpan<byte> bytes) =>
        TryOf(bytes, out var name) ? name : throw new FormatException($"not a file name: '{Encoding.UTF8.GetString(bytes)}'");

    public static bool TryOf(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out FileName? name)
    {
        name = null;
        if (bytes.IsEmpty || bytes.SequenceEqual("."u8) || bytes.SequenceEqual(".."u8) || bytes.ContainsAny((byte)'/', (byte)0))
            return false;
        name = new FileName(bytes.ToArray());
        return true;
    }

    /// <summary>The name as text, for messages: what is not UTF-8 shows as U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes);

    public bool Equals(FileName? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => Equals(obj as FileName);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    public int CompareTo(FileName? other) => other is null ? 1 : Bytes.SequenceCompareTo(other.Bytes);

    public static bool operator ==(FileName? left, FileName? right) => Equals(left, right);

    public static bool operator !=(FileName? left, FileName? right) => !Equals(left, right);

    public static bool operator <(FileName left, FileName right) => left.CompareTo(right) < 0;

    public static bool operator <=(FileName left, FileName right) => left.CompareTo(right) <= 0;

    public static bool operator >(FileName left, FileName right) => left.CompareTo(right) > 0;

    public static bool operator >=(FileName left, FileName right) => left.CompareTo(right) >= 0;
}
