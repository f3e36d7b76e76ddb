using System.Text;

namespace ImgRep.Markup;

/// <summary>Text from anywhere as text of XML 1.0 and of HTML, between tags and in quoted attributes alike: it cannot begin a tag, end an attribute, or
/// turn the direction of what stands around it.</summary>
public static class MarkupText
{
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append((IsHidden(rune) ? Rune.ReplacementChar : rune).ToString()),
            };
        }
        return escaped.ToString();
    }

    /// <summary>What XML does not have, and what nobody sees but everything around it obeys.</summary>
    private static bool IsHidden(Rune rune) =>
        (Rune.IsControl(rune) && rune.Value != '\n') || rune.Value is 0xFFFE or 0xFFFF or 0x2028 or 0x2029 or 0x200E or 0x200F or 0x061C
            or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
