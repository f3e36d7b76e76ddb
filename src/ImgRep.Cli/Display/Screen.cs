using System.Text;

namespace ImgRep.Cli.Display;

/// <summary>A terminal with lines that stay and, below the last of them, lines that are drawn over with ECMA-48's cursor movements. The
/// latter are gone before anything else is written: nothing that stays is ever erased.</summary>
/// <param name="window">Columns and rows of the terminal, asked for whenever something is drawn.</param>
internal sealed class Screen(Stream terminal, Func<(int Columns, int Rows)> window)
{
    /// <summary>A line that is wider than was thought is cut by the terminal instead of taking two of its rows (DECAWM).</summary>
    private const string NoWrap = "\e[?7l";
    private const string Wrap = "\e[?7h";

    private readonly Lock gate = new();

    /// <summary>How wide each line that is drawn over is.</summary>
    private List<int> drawn = [];
    private bool isAtLineStart = true;
    private bool isClosed;

    public (int Columns, int Rows) Window => window();

    /// <summary>Writes what stays.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        lock (gate)
        {
            Erase();
            terminal.Write(bytes);
            isAtLineStart = bytes[^1] == '\n';
        }
    }

    /// <summary>Draws these lines over those that were drawn before. In one write, so that nothing flickers.</summary>
    public void Draw(IReadOnlyCollection<string> lines)
    {
        lock (gate)
        {
            // Who prints in pieces is not interrupted.
            if (isClosed || !isAtLineStart || lines.Count + drawn.Count == 0)
                return;
            var text = new StringBuilder(Back()).Append(NoWrap);
            drawn = [];
            foreach (var line in lines)
            {
                text.Append(line).Append("\e[K\n");
                drawn.Add(Cells.Measure(line));
            }
            terminal.Write(Encoding.UTF8.GetBytes(text.Append(Wrap).Append("\e[J").ToString()));
        }
    }

    /// <summary>Takes away what is drawn over.</summary>
    public void Clear()
    {
        lock (gate)
            Erase();
    }

    /// <summary>To the beginning of a line with nothing on it, where a key was typed and echoed.</summary>
    public void ClearLine()
    {
        lock (gate)
        {
            Erase();
            terminal.Write("\r\e[K"u8);
        }
    }

    /// <summary>Takes away what is drawn over, and draws no more: the answer comes, perhaps on the same terminal, and is nobody's to erase.</summary>
    public void Close()
    {
        lock (gate)
        {
            Erase();
            isClosed = true;
        }
    }

    /// <summary>Something else has written to the terminal meanwhile: what was drawn stays where it is.</summary>
    public void Forget()
    {
        lock (gate)
            drawn = [];
    }

    private void Erase()
    {
        if (drawn.Count == 0)
            return;
        terminal.Write(Encoding.UTF8.GetBytes($"{Back()}\e[J"));
        drawn = [];
    }

    /// <summary>To the first line that is drawn over. In a window that became narrower, terminals wrap what they showed. A key that was typed
    /// may have been echoed: hence the carriage return.</summary>
    private string Back()
    {
        if (drawn.Count == 0)
            return "";
        var columns = Math.Max(1, window().Columns);
        return $"\r\e[{drawn.Sum(width => Math.Max(1, (width + columns - 1) / columns))}A";
    }
}
