using System.Buffers.Binary;

namespace ImgRep.Trust.OpenPgp;

internal enum PacketTag
{
    PublicKeyEncrypted = 1,
    Signature = 2,
    OnePassSignature = 4,
    SecretKey = 5,
    PublicKey = 6,
    SecretSubkey = 7,
    Compressed = 8,
    Marker = 10,
    Literal = 11,
    Trust = 12,
    UserId = 13,
    PublicSubkey = 14,
    UserAttribute = 17,
}

/// <summary>One packet (RFC 4880, 4.2).</summary>
/// <param name="Bytes">The packet as it stands, with its header.</param>
internal sealed record Packet(PacketTag Tag, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>All packets, to the last byte.</summary>
    /// <exception cref="MalformedOpenPgpException">They do not end where the bytes end.</exception>
    public static List<Packet> ReadAll(ReadOnlyMemory<byte> bytes)
    {
        var packets = new List<Packet>();
        while (!bytes.IsEmpty)
        {
            var packet = Read(bytes);
            packets.Add(packet);
            bytes = bytes[packet.Bytes.Length..];
        }
        return packets.Count > 0 ? packets : throw new MalformedOpenPgpException("it is empty");
    }

    private static Packet Read(ReadOnlyMemory<byte> bytes)
    {
        var first = bytes.Span[0];
        if ((first & 0x80) == 0)
            throw new MalformedOpenPgpException("it holds bytes that are no OpenPGP packet");
        if ((first & 0x40) != 0)
            return ReadNew((PacketTag)(first & 0x3F), bytes);
        var lengthOfLength = (first & 3) switch { 0 => 1, 1 => 2, 2 => 4, _ => 0 };
        if (bytes.Length < 1 + lengthOfLength)
            throw Truncated();
        var start = 1 + lengthOfLength;
        var length = lengthOfLength switch
        {
            1 => bytes.Span[1],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[1..]),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[1..]),
            _ => (uint)(bytes.Length - start),
        };
        return new Packet((PacketTag)((first >> 2) & 0xF), Slice(bytes, start, length), Slice(bytes, 0, start + (long)length));
    }

    /// <summary>The new format, whose body may come in parts (RFC 4880, 4.2.2).</summary>
    private static Packet ReadNew(PacketTag tag, ReadOnlyMemory<byte> bytes)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        for (var at = 1; ;)
        {
            var (length, lengthOfLength, isLast) = NewLength(bytes.Span[Math.Min(at, bytes.Length)..]);
            parts.Add(Slice(bytes, at + lengthOfLength, length));
            at += lengthOfLength + (int)length;
            if (isLast)
                return new Packet(tag, Join(parts), bytes[..at]);
        }
    }

    private static (uint Length, int LengthOfLength, bool IsLast) NewLength(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [< 192 and var length, ..] => (length, 1, true),
        [< 224 and var high, var low, ..] => ((uint)(((high - 192) << 8) + low + 192), 2, true),
        [255, _, _, _, _, ..] => (BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]), 5, true),
        [>= 224 and < 255 and var power, ..] => (1u << (power & 0x1F), 1, false),
        _ => throw Truncated(),
    };

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> bytes, int start, long length) =>
        start + length <= bytes.Length ? bytes.Slice(start, (int)length) : throw Truncated();

    private static ReadOnlyMemory<byte> Join(List<ReadOnlyMemory<byte>> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var joined = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined.AsMemory(at));
            at += part.Length;
        }
        return joined;
    }

    private static MalformedOpenPgpException Truncated() => new("it is truncated: a packet is longer than what is there");
}
