using System.Globalization;
using System.Text;

namespace ImgRep.Tests.Files;

/// <summary>Tar archives byte by byte, right or wrong as a test wants them.</summary>
internal sealed class TarBytes
{
    private readonly List<byte> bytes = [];

    public TarBytes Add(
        char type, string name, string content = "", string target = "", int mode = 0b110_100_100, uint owner = 0, uint group = 0,
        string magic = "ustar\0" + "00", Action<byte[]>? change = null) =>
        Add(type, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(content), target, mode, owner, group, magic, change);

    public TarBytes Add(
        char type, byte[] name, byte[] content, string target = "", int mode = 0b110_100_100, uint owner = 0, uint group = 0,
        string magic = "ustar\0" + "00", Action<byte[]>? change = null)
    {
        var header = new byte[512];
        name.CopyTo(header, 0);
        Octal(mode).CopyTo(header, 100);
        Octal(owner).CopyTo(header, 108);
        Octal(group).CopyTo(header, 116);
        Octal(content.Length, 11).CopyTo(header, 124);
        Octal(0, 11).CopyTo(header, 136);
        header[156] = (byte)type;
        Encoding.UTF8.GetBytes(target).CopyTo(header, 157);
        Encoding.UTF8.GetBytes(magic).CopyTo(header, 257);
        change?.Invoke(header);
        Sign(header);
        bytes.AddRange(header);
        bytes.AddRange(content);
        bytes.AddRange(new byte[-content.Length & 511]);
        return this;
    }

    /// <summary>A pax header with records <c>keyword=value</c>.</summary>
    public TarBytes Pax(char type, params string[] records) => Add(type, "pax", string.Concat(records.Select(Record)));

    /// <summary>With the end mark.</summary>
    public byte[] ToArray() => [.. bytes, .. new byte[1024]];

    public static byte[] Octal(long value, int digits = 7) =>
        Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(digits, '0') + "\0");

    public static void Sign(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header)
            sum += value;
        Octal(sum, 6).CopyTo(header[148..]);
    }

    private static string Record(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text) + 2;
        var total = length + length.ToString(CultureInfo.InvariantCulture).Length;
        if (total.ToString(CultureInfo.InvariantCulture).Length + length > total)
            total++;
        return $"{total} {text}\n";
    }

    /// <summary>The notation of the vectors, names as they are.</summary>
    public static byte[] Parse(string text)
    {
        var tar = new TarBytes();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ', 3);
            var ids = fields[1].Split(':').Select(id => uint.Parse(id, CultureInfo.InvariantCulture)).ToArray();
            var (type, name, content, target) = Entry(fields[2]);
            tar.Add(type, name, content, target, Convert.ToInt32(fields[0], 8), ids[0], ids[1]);
        }
        return tar.ToArray();
    }

    private static (char Type, string Name, string Content, string Target) Entry(string text) =>
        text.Split(" => ") is [var alias, var first] ? ('1', alias, "", first)
        : text.Split(" -> ") is [var link, var target] ? ('2', link, "", target)
        : text.EndsWith('/') ? ('5', text, "", "")
        : text.EndsWith(" fifo", StringComparison.Ordinal) ? ('6', text[..^5], "", "")
        : ('0', text.Split(" = ")[0], text.Split(" = ") is [_, var content] ? content : "", "");
}
