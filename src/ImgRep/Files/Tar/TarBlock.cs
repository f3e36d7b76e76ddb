using System.Numerics;

namespace ImgRep.Files.Tar;

/// <summary>The fields of a header block: ustar (POSIX.1-1988), what came before it (v7) and GNU's variant of it.</summary>
internal readonly ref struct TarBlock(ReadOnlySpan<byte> block)
{
    public const int Size = 512;
    private const int ChecksumAt = 148;
    private readonly ReadOnlySpan<byte> block = block;

    public ReadOnlySpan<byte> Name => Text(0, 100);

    public byte Type => block[156];

    public ReadOnlySpan<byte> LinkName => Text(157, 100);

    public bool IsZero => !block.ContainsAnyExcept((byte)0);

    /// <summary>What ustar puts before the name; star has two times behind a shorter one, GNU something else.</summary>
    public ReadOnlySpan<byte> Prefix =>
        !block[257..263].SequenceEqual("ustar\0"u8) ? [] : block[508..].SequenceEqual("tar\0"u8) ? Text(345, 131) : Text(345, 155);

    private bool HasDevice => block[257..262].SequenceEqual("ustar"u8);

    public BigInteger? Mode => Number(100, 8);

    public BigInteger? Owner => Number(108, 8);

    public BigInteger? Group => Number(116, 8);

    public BigInteger? Length => Number(124, 12);

    public BigInteger? ModifiedAt => Number(136, 12);

    public BigInteger? Major => HasDevice ? Number(329, 8) : 0;

    public BigInteger? Minor => HasDevice ? Number(337, 8) : 0;

    /// <summary>Whether the sum of all bytes is the one that is written; old writers took the bytes as signed.</summary>
    public bool HasRightChecksum
    {
        get
        {
            int unsigned = 0, signed = 0;
            for (var index = 0; index < Size; index++)
            {
                var value = index is >= ChecksumAt and < ChecksumAt + 8 ? (byte)' ' : block[index];
                unsigned += value;
                signed += (sbyte)value;
            }
            return Number(ChecksumAt, 8) is { } written && (written == unsigned || written == signed);
        }
    }

    private ReadOnlySpan<byte> Text(int offset, int length) => UpToNul(block.Slice(offset, length));

    public static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> field) =>
        field.IndexOf((byte)0) is var end and >= 0 ? field[..end] : field;

    /// <summary>Octal digits among spaces and NULs, or GNU's base 256: two's complement behind a set first bit. Null if it is neither.</summary>
    private BigInteger? Number(int offset, int length)
    {
        var field = block.Slice(offset, length);
        if ((field[0] & 0x80) != 0)
            return Base256(field);
        var digits = UpToNul(field.TrimStart(" \0"u8)).Trim((byte)' ');
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return null;
            value = (value << 3) + digit - '0';
        }
        return value;
    }

    private static BigInteger Base256(ReadOnlySpan<byte> field)
    {
        var bytes = field.ToArray();
        if ((bytes[0] & 0x40) == 0)
            bytes[0] &= 0x7F;
        return new BigInteger(bytes, isUnsigned: false, isBigEndian: true);
    }
}
