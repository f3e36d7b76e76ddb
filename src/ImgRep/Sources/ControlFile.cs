using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>Stanzas of fields, as indices of a Debian archive have them (deb822(5)).</summary>
public static class ControlFile
{
    /// <summary>Of each stanza the fields that were asked for, by their names; the lines of a value of several lines are joined by line feeds.</summary>
    /// <exception cref="RejectedInputException">A line is longer than any can be.</exception>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Read(Stream text, IReadOnlyCollection<string> wanted)
    {
        var names = wanted.Select(name => (Text: name, Bytes: Encoding.ASCII.GetBytes(name + ":"))).ToArray();
        var lines = new LineReader(text);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string? open = null;
        while (lines.Next() is { } line)
        {
            if (!line.Span.TrimEnd((byte)'\r').IsEmpty)
                open = Add(line.Span, names, fields, open);
            else if (fields.Count > 0)
            {
                yield return fields;
                (fields, open) = (new Dictionary<string, string>(StringComparer.Ordinal), null);
            }
        }
        if (fields.Count > 0)
            yield return fields;
    }

    /// <param name="open">The field that a line with white space before it belongs to; null for one that nobody asked for.</param>
    /// <returns>The field that the next line may belong to.</returns>
    private static string? Add(ReadOnlySpan<byte> line, (string Text, byte[] Bytes)[] names, Dictionary<string, string> fields, string? open)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            if (open is not null)
                fields[open] += "\n" + Encoding.UTF8.GetString(line).Trim();
            return open;
        }
        foreach (var (name, bytes) in names)
        {
            if (!line.StartsWith(bytes))
                continue;
            fields[name] = Encoding.UTF8.GetString(line[bytes.Length..]).Trim();
            return name;
        }
        return null;
    }
}
