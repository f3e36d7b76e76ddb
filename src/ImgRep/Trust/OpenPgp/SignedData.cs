using System.Buffers.Binary;
using System.IO.Compression;

namespace ImgRep.Trust.OpenPgp;

/// <summary>Bytes and the one signature over them, however they came: inline or detached.</summary>
public sealed record SignedData(ReadOnlyMemory<byte> Data, SignaturePacket Signature)
{
    /// <summary>Of one inline message. A signature file of an image has some hundred bytes.</summary>
    public const int LargestMessage = 64 * 1024;

    /// <summary>An inline signed message (RFC 4880, 11.3), as containers-signature(5) wants it: one signature, its data inside,
    /// compressed or not. Nothing may stand beside it.</summary>
    /// <exception cref="MalformedOpenPgpException">It is something else.</exception>
    public static SignedData OfMessage(ReadOnlyMemory<byte> message)
    {
        if (message.Length > LargestMessage)
            throw new MalformedOpenPgpException($"it has {message.Length} bytes, more than {LargestMessage}");
        if (message.Span.StartsWith("-----"u8))
            throw new MalformedOpenPgpException("it is armoured or cleartext: an image's signature is a binary message (gpg --sign without --armor)");
        var packets = Packet.ReadAll(message);
        if (packets is [{ Tag: PacketTag.Compressed } compressed])
            packets = Packet.ReadAll(Decompress(compressed.Body));
        return packets switch
        {
            [{ Tag: PacketTag.OnePassSignature }, { Tag: PacketTag.Literal } literal, { Tag: PacketTag.Signature } signature] => Read(literal, signature),
            [{ Tag: PacketTag.Signature } signature, { Tag: PacketTag.Literal } literal] => Read(literal, signature),
            [{ Tag: PacketTag.Signature }, ..] when packets.TrueForAll(packet => packet.Tag == PacketTag.Signature) =>
                throw new MalformedOpenPgpException("it is a detached signature: the signed bytes must be inside (gpg --sign)"),
            _ => throw new MalformedOpenPgpException($"it is no message with exactly one signature: its packets are {string.Join(", ", packets.Select(packet => packet.Tag))}"),
        };
    }

    /// <summary>A detached armoured signature (gpg --detach-sign --armor).</summary>
    /// <exception cref="MalformedOpenPgpException">It is something else.</exception>
    public static SignedData OfDetached(ReadOnlyMemory<byte> data, ReadOnlySpan<byte> armored) => OfPacket(data, Armor.Decode(armored, Armor.Signature));

    /// <summary>A detached signature without armour.</summary>
    /// <exception cref="MalformedOpenPgpException">It is something else.</exception>
    public static SignedData OfPacket(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> signature)
    {
        var packets = Packet.ReadAll(signature);
        return packets is [{ Tag: PacketTag.Signature } only]
            ? new SignedData(data, SignaturePacket.Read(only))
            : throw new MalformedOpenPgpException($"it is not exactly one signature: its packets are {string.Join(", ", packets.Select(packet => packet.Tag))}");
    }

    /// <summary>One message that holds exactly this signature and these bytes, in the plainest form there is: what is given to gpg,
    /// so that gpg never sees the framing that came from outside, and has verified just what is parsed afterwards. In parts that follow each other.</summary>
    public ReadOnlyMemory<byte>[] MessageParts()
    {
        var head = new byte[12];
        head[0] = 0x80 | 0x40 | (int)PacketTag.Literal;
        head[1] = 255;
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(2), (uint)Data.Length + 6);
        head[6] = (byte)'b';
        return [Signature.Bytes, head, Data];
    }

    private static SignedData Read(Packet literal, Packet signature)
    {
        var body = literal.Body;
        if (body.Length < 2 || body.Span[0] != 'b' || body.Length < 6 + body.Span[1])
            throw new MalformedOpenPgpException("its data is not marked as binary, or truncated");
        return new SignedData(body[(6 + body.Span[1])..], SignaturePacket.Read(signature));
    }

    private static byte[] Decompress(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty || body.Span[0] is not (1 or 2))
            throw new MalformedOpenPgpException("it is compressed by something else than zip or zlib (gpg --compress-algo none)");
        using var input = new MemoryStream(body[1..].ToArray());
        using Stream inflated = body.Span[0] == 1 ? new DeflateStream(input, CompressionMode.Decompress) : new ZLibStream(input, CompressionMode.Decompress);
        var bytes = new byte[LargestMessage + 1];
        try
        {
            var length = inflated.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= LargestMessage ? bytes[..length] : throw new MalformedOpenPgpException($"it is compressed from more than {LargestMessage} bytes");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new MalformedOpenPgpException("its compressed data is damaged");
        }
    }
}
