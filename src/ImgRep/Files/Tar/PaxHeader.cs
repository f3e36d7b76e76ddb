using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace ImgRep.Files.Tar;

/// <summary>The records of a pax header (POSIX.1-2001, pax, "pax Extended Header"): <c>length keyword=value\n</c>.</summary>
internal sealed class PaxHeader(ImmutableDictionary<string, byte[]> records)
{
    /// <summary>How many records are kept: all of them are looked at for each entry.</summary>
    public const int MaximumRecords = 1000;

    private const string Attribute = "SCHILY.xattr.";

    public static PaxHeader Empty { get; } = new(ImmutableDictionary.Create<string, byte[]>(StringComparer.Ordinal));

    /// <summary>These records with those of a further header over them; null if that one is malformed. An empty value takes one away.</summary>
    public PaxHeader? With(ReadOnlySpan<byte> data)
    {
        var builder = records.ToBuilder();
        while (!data.IsEmpty)
        {
            if (!Utf8Parser.TryParse(data, out int length, out var digits) || length <= digits || length > data.Length)
                return null;
            var record = data[digits..length];
            var equals = record.IndexOf((byte)'=');
            if (record[0] != ' ' || record[^1] != '\n' || equals < 2)
                return null;
            var keyword = Encoding.UTF8.GetString(record[1..equals]);
            builder.Remove(keyword);
            if (equals + 2 < record.Length)
                builder[keyword] = record[(equals + 1)..^1].ToArray();
            data = data[length..];
        }
        return new PaxHeader(builder.ToImmutable());
    }

    public int Count => records.Count;

    public byte[]? Path => records.GetValueOrDefault("path");

    public byte[]? LinkPath => records.GetValueOrDefault("linkpath");

    public bool IsSparse => records.Keys.Any(keyword => keyword.StartsWith("GNU.sparse.", StringComparison.Ordinal));

    /// <summary>A number by its keyword, the header's own if there is no record; null if it is no number.</summary>
    public BigInteger? Number(string keyword, BigInteger? otherwise)
    {
        if (!records.TryGetValue(keyword, out var value))
            return otherwise;
        return BigInteger.TryParse(Encoding.ASCII.GetString(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && value.Length < 32
            ? number
            : null;
    }

    /// <summary>The modification time in nanoseconds; null if there is no record that is one.</summary>
    public long? ModifiedAt =>
        records.TryGetValue("mtime", out var value)
        && decimal.TryParse(Encoding.ASCII.GetString(value), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(seconds) < long.MaxValue / 1_000_000_000
            ? (long)decimal.Floor(seconds * 1_000_000_000)
            : null;

    /// <summary>The extended attributes that trees keep.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<byte>> Attributes =>
        Metadata.NoAttributes.AddRange(
            from record in records
            where record.Key.StartsWith(Attribute, StringComparison.Ordinal)
            let name = record.Key[Attribute.Length..]
            where ExtendedAttributes.IsContent(name)
            select KeyValuePair.Create(name, record.Value.ToImmutableArray()));
}
