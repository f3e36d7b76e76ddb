using System.Globalization;
using System.Text;

namespace ImgRep.Sources.Comparing;

/// <summary>Names of files in a line of text: bytes that are no visible ASCII, and the percent sign, become <c>%XX</c>, so that no name is two.</summary>
public static class SourcePath
{
    public static string Escape(ReadOnlySpan<byte> path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var octet in path)
        {
            if (octet is > (byte)' ' and < 0x7F and not (byte)'%')
                text.Append((char)octet);
            else
                text.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    public static string Escape(string path) => Escape(Encoding.UTF8.GetBytes(path));
}
