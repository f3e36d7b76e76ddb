using System.Buffers.Binary;

namespace ImgRep.Trust.OpenPgp;

/// <summary>A signature over bytes as they are (RFC 4880, 5.2.3: version 4, type 0x00). Whether it is good only gpg says.</summary>
/// <param name="Bytes">The whole packet.</param>
/// <param name="KeyIds">Whose it claims to be: 16 hexadecimal digits each, the ends of fingerprints. A hint where to look, no more.</param>
public sealed record SignaturePacket(ReadOnlyMemory<byte> Bytes, IReadOnlySet<string> KeyIds)
{
    private const int IssuerKeyId = 16;
    private const int IssuerFingerprint = 33;

    internal static SignaturePacket Read(Packet packet)
    {
        var body = packet.Body.Span;
        if (body is not [4, var type, _, _, ..])
            throw new MalformedOpenPgpException($"it is a signature of version {(body.IsEmpty ? 0 : body[0])}, expected version 4");
        if (type != 0)
            throw new MalformedOpenPgpException($"it is a signature of type 0x{type:x2}, expected 0x00, a signature of binary data");
        var keyIds = new SortedSet<string>(StringComparer.Ordinal);
        var rest = Collect(body[4..], keyIds);
        Collect(rest, keyIds);
        return keyIds.Count > 0 ? new SignaturePacket(packet.Bytes, keyIds) : throw new MalformedOpenPgpException("it does not say which key made it");
    }

    /// <summary>Reads one area of subpackets and returns what follows it.</summary>
    private static ReadOnlySpan<byte> Collect(ReadOnlySpan<byte> bytes, SortedSet<string> keyIds)
    {
        if (bytes.Length < 2 || bytes.Length < 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes))
            throw new MalformedOpenPgpException("it is truncated: its subpackets are longer than what is there");
        var area = bytes[2..(2 + BinaryPrimitives.ReadUInt16BigEndian(bytes))];
        var rest = bytes[(2 + area.Length)..];
        while (!area.IsEmpty)
        {
            var (length, start) = area switch
            {
                [< 192 and var one, ..] => (one, 1),
                [< 255 and var high, var low, ..] => (((high - 192) << 8) + low + 192, 2),
                [255, 0, _, _, _, ..] => ((int)BinaryPrimitives.ReadUInt32BigEndian(area[1..]), 5),
                _ => (-1, 0),
            };
            if (length < 1 || length > area.Length - start)
                throw new MalformedOpenPgpException("it is truncated: a subpacket is longer than what is there");
            var subpacket = area.Slice(start, length);
            if ((subpacket[0] & 0x7F) == IssuerKeyId && length == 9)
                keyIds.Add(Convert.ToHexString(subpacket[1..]));
            if ((subpacket[0] & 0x7F) == IssuerFingerprint && subpacket is [_, 4, ..] && length == 22)
                keyIds.Add(Convert.ToHexString(subpacket[14..]));
            area = area[(start + length)..];
        }
        return rest;
    }
}
