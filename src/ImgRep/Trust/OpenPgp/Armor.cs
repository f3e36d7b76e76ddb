using System.Text;

namespace ImgRep.Trust.OpenPgp;

/// <summary>ASCII armour (RFC 4880, 6.2), read strictly: one block, nothing before or after it, a checksum that is right.</summary>
public static class Armor
{
    public const string Signature = "PGP SIGNATURE";
    public const string PublicKey = "PGP PUBLIC KEY BLOCK";
    private const string Dashes = "-----";
    private static readonly string[] Headers = ["Version: ", "Comment: ", "Hash: ", "Charset: "];

    /// <param name="kind">What the block must be, as <see cref="Signature"/>.</param>
    /// <exception cref="MalformedOpenPgpException">It is not exactly one block of this kind.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> armored, string kind)
    {
        if (armored.IndexOfAnyExceptInRange((byte)'\t', (byte)'~') >= 0)
            throw new MalformedOpenPgpException($"it is not armoured text: the first line must be {Dashes}BEGIN {kind}{Dashes}");
        var lines = Encoding.ASCII.GetString(armored).Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r')).ToList();
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        Expect(lines.ElementAtOrDefault(0), $"{Dashes}BEGIN {kind}{Dashes}", "first");
        Expect(lines[^1], $"{Dashes}END {kind}{Dashes}", "last");
        var start = lines.IndexOf("", 1);
        if (start < 0 || lines[1..start].Exists(line => !Array.Exists(Headers, header => line.StartsWith(header, StringComparison.Ordinal))))
            throw new MalformedOpenPgpException("its armour has no empty line after its headers");
        return DecodeBody(lines[(start + 1)..^1]);
    }

    private static byte[] DecodeBody(List<string> lines)
    {
        var checksum = lines.Count > 0 && lines[^1] is ['=', _, _, _, _] ? lines[^1] : null;
        if (checksum is not null)
            lines.RemoveAt(lines.Count - 1);
        if (lines.Exists(line => line.StartsWith('-')))
            throw new MalformedOpenPgpException("it holds more than one armoured block");
        var body = FromBase64(string.Concat(lines));
        if (checksum is not null && !FromBase64(checksum[1..]).AsSpan().SequenceEqual(Checksum(body)))
            throw new MalformedOpenPgpException("the checksum of its armour is wrong");
        return body;
    }

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new MalformedOpenPgpException("its armour is not base64");
        }
    }

    /// <summary>CRC-24 (RFC 4880, 6.1).</summary>
    private static byte[] Checksum(ReadOnlySpan<byte> body)
    {
        var crc = 0xB704CE;
        foreach (var octet in body)
        {
            crc ^= octet << 16;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc << 1) ^ ((crc & 0x800000) != 0 ? 0x1864CFB : 0);
        }
        return [(byte)(crc >> 16), (byte)(crc >> 8), (byte)crc];
    }

    private static void Expect(string? line, string expected, string which)
    {
        if (line != expected)
            throw new MalformedOpenPgpException($"its {which} line is '{Shorten(line ?? "")}', expected '{expected}'");
    }

    private static string Shorten(string line) => line.Length > 60 ? line[..60] + "..." : line;
}
