using System.Buffers.Binary;
using System.Text;

namespace ImgRep.Trust.Ssh;

/// <summary>The data types of RFC 4251, 5. Nothing may be left over at the end.</summary>
internal ref struct SshReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > rest.Length)
            throw new MalformedSshException("it is truncated");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    public uint Number() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));

    public ReadOnlySpan<byte> String() => Number() is var length && length <= int.MaxValue ? Bytes((int)length) : throw new MalformedSshException("it is truncated");

    /// <summary>A name: printable ASCII, so that it can be printed.</summary>
    public string Name()
    {
        var name = String();
        return name.Length <= 64 && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            ? Encoding.ASCII.GetString(name) : throw new MalformedSshException("a name in it is no word of printable ASCII");
    }

    /// <summary>A positive mpint in its only spelling, without the zero that may stand before it.</summary>
    public ReadOnlySpan<byte> Positive(int longest)
    {
        var number = String();
        var digits = number is [0, >= 0x80, ..] ? number[1..] : number;
        return digits is [not 0, ..] && (digits.Length != number.Length || digits[0] < 0x80) && digits.Length <= longest
            ? digits : throw new MalformedSshException("a number in it is not positive, not in its shortest form, or too long");
    }

    public readonly void End()
    {
        if (!rest.IsEmpty)
            throw new MalformedSshException($"{rest.Length} bytes follow its end");
    }
}
