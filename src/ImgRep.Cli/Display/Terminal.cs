using System.Text;
using ImgRep.Host.Posix;

namespace ImgRep.Cli.Display;

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

    /// <summary>What a person looks at.</summary>
    public static Screen Screen { get; } = new(new MessageStream(), () => TerminalWindow.SizeOf(StandardDescriptor.Error));

    /// <summary>no-color.org: any value but the empty one switches colors off.</summary>
    private static bool HasColor { get; } = IsInteractive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Whatever becomes of standard error, the command goes on: its exit code still says how it ended.</summary>
    public static TextWriter Writer { get; } = TextWriter.Synchronized(
        new StreamWriter(new ScreenStream(Screen), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1024) { AutoFlush = true, NewLine = "\n" });

    /// <param name="text">From anywhere: it cannot steer the terminal.</param>
    public static string Paint(Style style, string text) =>
        HasColor ? $"\e[{(int)style}m{Printable(text)}\e[0m" : Printable(text);

    /// <summary>On one line, whatever names are in it: control characters but tabs become U+FFFD, line ends too, and what turns the direction of
    /// the text around it.</summary>
    public static string Printable(string text) => text.Any(IsHidden) ? string.Concat(text.Select(character => IsHidden(character) ? '\ufffd' : character)) : text;

    private static bool IsHidden(char character) =>
        (char.IsControl(character) && character != '\t') || character is '\u2028' or '\u2029' or '\u200e' or '\u200f'
            or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
