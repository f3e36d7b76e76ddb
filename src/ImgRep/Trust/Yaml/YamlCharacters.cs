using System.Globalization;
using ImgRep.Primitives;

namespace ImgRep.Trust.Yaml;

/// <summary>Characters that readers do not agree about, or that people do not see: a line ends at U+0085 and U+2028 for some readers and not
/// for others, some skip a byte order mark, some refuse what others take.</summary>
internal static class YamlCharacters
{
    /// <summary>The first such character of a line; null if there is none.</summary>
    public static Diagnostic? Problem(string file, int number, string line)
    {
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] is >= ' ' and <= '~')
                continue;
            var (problem, hint) = CharUnicodeInfo.GetUnicodeCategory(line, at) switch
            {
                UnicodeCategory.Control => ("there is a control character", "indent with blanks, and end lines with a line feed alone"),
                UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => ("the line ends here for some readers", "end lines with a line feed alone"),
                UnicodeCategory.SpaceSeparator => ("there is a blank that is no plain one", "write a plain blank"),
                UnicodeCategory.Format => ("there is a character that nobody sees", "remove it"),
                UnicodeCategory.Surrogate => ("there is half a character", "remove it"),
                _ => (line[at] >= '\uFFFE' ? "there is no such character" : null, "remove it"),
            };
            if (problem is not null)
                return Diagnostic.Error(new SourceSpan(file, number, at + 1, 1), "yaml", line[at] < ' ' ? problem : $"{problem}, U+{(int)line[at]:X4}", hint);
            if (char.IsHighSurrogate(line[at]))
                at++;
        }
        return Marker(line) ? Diagnostic.Error(new SourceSpan(file, number, 1, 3), "yaml", "a document begins or ends here", "remove it: a file is one document") : null;
    }

    private static bool Marker(string line) => line is ['-', '-', '-'] or ['.', '.', '.'] or ['-', '-', '-', ' ', ..] or ['.', '.', '.', ' ', ..];
}
