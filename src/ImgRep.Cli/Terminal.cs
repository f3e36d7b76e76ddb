using System.Text;

namespace ImgRep.Cli;

/// <summary>Colors as SGR codes (ECMA-48, 8.3.117).</summary>
internal enum Style
{
    Strong = 1,
    Faint = 2,
    Error = 31,
    Good = 32,
    Warning = 33,
}

/// <summary>Standard error: everything that is not the answer.</summary>
internal static class Terminal
{
    /// <summary>Whether a person looks at it, so that lines may be drawn over.</summary>
    public static bool IsInteractive { get; } =
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>no-color.org: any value but the empty one switches colors off.</summary>
    private static bool HasColor { get; } = IsInteractive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static TextWriter Writer => Console.Error;

    /// <param name="text">From anywhere: it cannot steer the terminal.</param>
    public static string Paint(Style style, string text) =>
        HasColor ? $"\e[{(int)style}m{Printable(text)}\e[0m" : Printable(text);

    /// <summary>Control characters but line ends and tabs become U+FFFD.</summary>
    public static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.AsSpan().ContainsAnyInRange('\x7f', '\x9f'))
            return text;
        var printable = new StringBuilder(text.Length);
        foreach (var character in text)
            printable.Append(char.IsControl(character) && character is not ('\n' or '\t') ? '\ufffd' : character);
        return printable.ToString();
    }
}
