using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ImgRep.Images.Layers;

/// <summary>The records that say what a ustar header cannot hold (POSIX.1-2008, pax, "pax Extended Header"):
/// <c>LENGTH KEYWORD=VALUE\n</c>, in the order of their keywords' bytes.</summary>
internal static class PaxRecords
{
    /// <summary>The name of every entry that holds records: readers that know no pax headers see the same name each time.</summary>
    public static ReadOnlyMemory<byte> EntryName { get; } = "././@PaxHeader"u8.ToArray();

    /// <summary>Extended attributes are records of this vendor (star), which all readers of layers know.</summary>
    public const string AttributePrefix = "SCHILY.xattr.";

    /// <summary>Bytes of all records of one entry; Go's archive/tar, and so Docker and Podman, read no more.</summary>
    public const int LargestTotal = 1 << 20;

    /// <summary>The records that a header needs; empty when the ustar header says everything.</summary>
    public static ReadOnlyMemory<byte> Write(TarHeader header)
    {
        var records = new ArrayBufferWriter<byte>();
        foreach (var (name, value) in header.Attributes.OrderBy(pair => pair.Key, Utf8Order.Instance))
            Append(records, AttributePrefix + name, value.AsSpan());
        if (header.Group > UstarBlock.LargestId)
            Append(records, "gid", header.Group);
        if (header.LinkPath.Length > UstarBlock.LongestName || !Ascii.IsValid(header.LinkPath.Span))
            Append(records, "linkpath", header.LinkPath.Span);
        if (UstarBlock.Split(header.Path.Span) is null || !Ascii.IsValid(header.Path.Span))
            Append(records, "path", header.Path.Span);
        if (header.Size > UstarBlock.LargestSize)
            Append(records, "size", header.Size);
        if (header.Owner > UstarBlock.LargestId)
            Append(records, "uid", header.Owner);
        return records.WrittenMemory;
    }

    /// <summary>A header with what its records say in the place of its own fields.</summary>
    /// <exception cref="InvalidDataException">The records are malformed, or say what layers do not know.</exception>
    public static TarHeader Apply(ReadOnlySpan<byte> records, TarHeader header)
    {
        while (!records.IsEmpty)
        {
            var record = Next(ref records);
            var equals = record.IndexOf((byte)'=');
            if (equals < 0)
                throw new InvalidDataException("a pax record has no '='");
            header = Apply(header, Encoding.UTF8.GetString(record[..equals]), record[(equals + 1)..]);
        }
        return header;
    }

    private static TarHeader Apply(TarHeader header, string keyword, ReadOnlySpan<byte> value) => keyword switch
    {
        "gid" => header with { Group = (uint)Number(value, uint.MaxValue) },
        "linkpath" => header with { LinkPath = value.ToArray() },
        "path" => header with { Path = value.ToArray() },
        "size" => header with { Size = Number(value, long.MaxValue - UstarBlock.Size) },
        "uid" => header with { Owner = (uint)Number(value, uint.MaxValue) },
        _ when keyword.StartsWith(AttributePrefix, StringComparison.Ordinal) =>
            header with { Attributes = header.Attributes.SetItem(keyword[AttributePrefix.Length..], [.. value]) },
        _ => throw new InvalidDataException($"layers know no pax record '{keyword}'"),
    };

    /// <summary>Cuts <c>KEYWORD=VALUE</c> off the first record and moves on to the next.</summary>
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> records)
    {
        var space = records[..Math.Min(records.Length, 8)].IndexOf((byte)' ');
        var length = space > 0 ? Number(records[..space], records.Length) : 0;
        if (length < space + 2 || records[(int)length - 1] != '\n')
            throw new InvalidDataException("a pax record has a wrong length");
        var record = records[(space + 1)..((int)length - 1)];
        records = records[(int)length..];
        return record;
    }

    private static long Number(ReadOnlySpan<byte> digits, long largest) =>
        Utf8Parser.TryParse(digits, out long value, out var read) && read == digits.Length && value >= 0 && value <= largest
            ? value
            : throw new InvalidDataException("a number in a pax record is none");

    private static void Append(ArrayBufferWriter<byte> records, string keyword, long value) =>
        Append(records, keyword, Encoding.ASCII.GetBytes($"{value}"));

    private static void Append(ArrayBufferWriter<byte> records, string keyword, ReadOnlySpan<byte> value)
    {
        var keywordBytes = Encoding.UTF8.GetBytes(keyword);
        records.Write(Encoding.ASCII.GetBytes($"{LengthOf(keywordBytes.Length + value.Length + 3)} "));
        records.Write(keywordBytes);
        records.Write("="u8);
        records.Write(value);
        records.Write("\n"u8);
    }

    /// <summary>A record's length counts the digits of the length itself.</summary>
    private static int LengthOf(int withoutDigits)
    {
        var length = withoutDigits + 1;
        while (length < withoutDigits + $"{length}".Length)
            length++;
        return length;
    }
}
