namespace ImgRep.Cli.Manual;

/// <summary>Text for groff and mandoc that means itself.</summary>
internal static class Roff
{
    /// <summary>A line of text: no request, no escape, and a minus where there is one.</summary>
    public static string Text(string text)
    {
        var line = text.ReplaceLineEndings(" ").Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return line.StartsWith('.') || line.StartsWith('\'') ? "\\&" + line : line;
    }

    /// <summary>One argument of a request.</summary>
    public static string Quote(string text) => $"\"{Text(text).Replace("\"", "\\(dq", StringComparison.Ordinal)}\"";
}
