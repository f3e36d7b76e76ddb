using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ImgRep.Sources;

/// <summary>What minisign and signify write: a line of comment, then a line of base64 that begins with an algorithm of two letters and the key's
/// id in eight bytes.</summary>
internal static class Ed25519Lines
{
    private const string Untrusted = "untrusted comment: ";
    private const int HeadLength = 10;
    private const int LargestFile = 4096;

    /// <summary>The lines of a file, without what ends them.</summary>
    /// <exception cref="MalformedEd25519Exception">There are others than <paramref name="count"/>, or the first is no comment.</exception>
    public static string[] Read(ReadOnlySpan<byte> file, int count)
    {
        if (file.Length > LargestFile)
            throw new MalformedEd25519Exception($"it has {file.Length} bytes, more than {LargestFile}");
        if (file.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0)
            throw new MalformedEd25519Exception("it holds something else than ASCII");
        var lines = Encoding.ASCII.GetString(file).TrimEnd('\n', '\r').Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        if (lines.Length != count)
            throw new MalformedEd25519Exception($"it has {lines.Length} lines, expected {count}");
        return lines[0].StartsWith(Untrusted, StringComparison.Ordinal) ? lines : throw new MalformedEd25519Exception($"its first line does not begin with '{Untrusted.Trim()}'");
    }

    /// <param name="length">Of what follows the head.</param>
    public static (string Algorithm, string KeyId, byte[] Value) Decode(string line, int length)
    {
        var bytes = FromBase64(line);
        if (bytes.Length != HeadLength + length)
            throw new MalformedEd25519Exception($"its second line holds {bytes.Length} bytes, expected {HeadLength + length}");
        var id = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(2));
        return (Encoding.ASCII.GetString(bytes, 0, 2), id.ToString("X16", CultureInfo.InvariantCulture), bytes[HeadLength..]);
    }

    public static byte[] FromBase64(string line)
    {
        try
        {
            return Convert.FromBase64String(line);
        }
        catch (FormatException)
        {
            throw new MalformedEd25519Exception("one of its lines is not base64");
        }
    }
}
