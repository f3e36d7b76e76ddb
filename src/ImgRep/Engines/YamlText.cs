using System.Globalization;
using System.Text;

namespace ImgRep.Engines;

/// <summary>Text in a YAML document, for whichever version of YAML reads it.</summary>
public static class YamlText
{
    /// <summary>A scalar that is this text and nothing else (YAML 1.2.2, 7.3.1); JSON, too.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                >= ' ' and <= '~' => quoted.Append(unit),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>A sequence on one line.</summary>
    public static string Quote(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(Quote))}]";
}
