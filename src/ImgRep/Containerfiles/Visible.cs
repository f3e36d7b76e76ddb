using ImgRep.Primitives;

namespace ImgRep.Containerfiles;

/// <summary>Makes messages that quote hostile text fit to be printed on a terminal.</summary>
internal static class Visible
{
    private const int Longest = 500;

    /// <summary>Control characters become U+FFFD, long texts are cut.</summary>
    public static Diagnostic Clean(Diagnostic diagnostic) =>
        IsFine(diagnostic.Message) && (diagnostic.Hint is null || IsFine(diagnostic.Hint))
            ? diagnostic
            : diagnostic with { Message = Clean(diagnostic.Message), Hint = diagnostic.Hint is null ? null : Clean(diagnostic.Hint) };

    private static bool IsFine(string text) => text.Length <= Longest && !text.Any(IsHidden);

    private static string Clean(string text) =>
        string.Concat(text.Take(Longest).Select(c => IsHidden(c) ? '\uFFFD' : c)) + (text.Length > Longest ? "..." : "");

    /// <summary>Control characters, and those that turn the direction of the text around them.</summary>
    private static bool IsHidden(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
