using System.Globalization;
using System.Text;

namespace ImgRep.Building;

/// <summary>Bytes as one word of printable ASCII: those that are not printable ASCII, space, backslash, comma and equals sign are written <c>\HH</c>.</summary>
public static class ListedName
{
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var escaped = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
        {
            if (value is > 0x20 and < 0x7F and not (byte)'\\' and not (byte)',' and not (byte)'=')
                escaped.Append((char)value);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\{value:x2}");
        }
        return escaped.ToString();
    }

    /// <exception cref="FormatException">An escape is cut off, or none.</exception>
    public static byte[] Unescape(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                bytes.Add((byte)text[i]);
                continue;
            }
            if (i + 2 >= text.Length)
                throw new FormatException("an escape of a listing is cut off");
            bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
            i += 2;
        }
        return [.. bytes];
    }
}
