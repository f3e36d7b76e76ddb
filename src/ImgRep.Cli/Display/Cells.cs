using System.Globalization;
using System.Text;

namespace ImgRep.Cli.Display;

/// <summary>Text measured in the cells of a terminal, as wcwidth(3) counts them: two for what East Asian scripts draw wide, none for what
/// joins the character before it.</summary>
internal static class Cells
{
    /// <summary>Unicode's East_Asian_Width W and F, neighbouring ranges joined.</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115f), (0x231a, 0x231b), (0x2329, 0x232a), (0x23e9, 0x23ec), (0x2614, 0x2615), (0x2648, 0x2653), (0x2705, 0x2705), (0x270a, 0x270b),
        (0x274c, 0x274c), (0x2753, 0x2755), (0x2795, 0x2797), (0x2b1b, 0x2b1c), (0x2b50, 0x2b50), (0x2b55, 0x2b55), (0x2e80, 0x303e), (0x3041, 0xa4cf),
        (0xa960, 0xa97c), (0xac00, 0xd7a3), (0xf900, 0xfaff), (0xfe10, 0xfe19), (0xfe30, 0xfe6b), (0xff01, 0xff60), (0xffe0, 0xffe6), (0x16fe0, 0x18cff),
        (0x1b000, 0x1b2ff), (0x1f300, 0x1f64f), (0x1f680, 0x1f6ff), (0x1f7e0, 0x1f7eb), (0x1f900, 0x1faff), (0x20000, 0x3fffd),
    ];

    public static int Measure(string text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
            cells += Measure(rune);
        return cells;
    }

    /// <summary>On one line without tabs, and without anything that steers a terminal.</summary>
    public static string Flatten(string text) => Terminal.Printable(text).Replace('\t', ' ');

    /// <summary>The beginning of a text that is longer, with an ellipsis where it was cut.</summary>
    public static string Cut(string text, int width)
    {
        if (Measure(text) <= width)
            return text;
        var kept = new StringBuilder();
        var cells = 1;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((cells += Measure(rune)) > width)
                break;
            kept.Append(rune);
        }
        return width < 1 ? "" : kept.Append('…').ToString();
    }

    /// <summary>Exactly as wide, cut or filled with spaces.</summary>
    public static string Fit(string text, int width)
    {
        var cut = Cut(text, width);
        return cut + new string(' ', Math.Max(0, width - Measure(cut)));
    }

    private static int Measure(Rune rune) =>
        rune.Value < 0x300 ? 1
        : Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
        : 1;
}
