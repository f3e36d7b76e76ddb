using System.Globalization;
using System.Text;

namespace ImgRep.Tests.Cli;

/// <summary>What a person sees of the bytes that a program writes to a terminal (ECMA-48, as far as it is used here): rows of cells, a cursor, and what
/// scrolled out at the top. Anything that it does not know is an error.</summary>
public sealed class EmulatedTerminal
{
    private readonly Decoder decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private readonly StringBuilder pending = new();
    private readonly List<List<string>> scrolled = [];
    private List<List<string>> rows = [[]];
    private int row;
    private int column;
    private bool wraps = true;

    public EmulatedTerminal(int columns, int height) => (Columns, Height) = (columns, height);

    public int Columns { get; private set; }

    public int Height { get; private set; }

    public int Column => column;

    /// <summary>The rows of the window down to the last that has anything, without the spaces at their ends.</summary>
    public List<string> Window => Text(rows);

    /// <summary>All that was ever shown and not drawn over.</summary>
    public List<string> All => Text([.. scrolled, .. rows]);

    /// <summary>A narrower window wraps what is wider, a wider one joins nothing; what does not fit any more scrolls out.</summary>
    public void Resize(int columns, int height)
    {
        (Columns, Height) = (columns, height);
        var wrapped = new List<List<string>>();
        var cursor = 0;
        for (var index = 0; index < rows.Count; index++)
        {
            if (index == row)
                cursor = wrapped.Count;
            var last = rows[index].FindLastIndex(cell => cell != " ") + 1;
            wrapped.AddRange(last == 0 ? [[]] : rows[index].Take(last).Chunk(columns).Select(part => part.ToList()));
        }
        (rows, row) = (wrapped, cursor);
        while (row >= Height)
            Scroll();
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[bytes.Length + 1];
        pending.Append(characters, 0, decoder.GetChars(bytes, characters, flush: false));
        var text = pending.ToString();
        var at = 0;
        while (at < text.Length && Step(text, at) is > 0 and var length)
            at += length;
        pending.Remove(0, at);
    }

    /// <returns>How many characters were taken; 0 if what begins there is not whole yet.</returns>
    private int Step(string text, int at)
    {
        switch (text[at])
        {
            case '\e':
                return Escape(text, at);
            case '\r':
                column = 0;
                return 1;
            case '\n':
                LineFeed();
                return 1;
            case '\b':
                column = Math.Max(0, column - 1);
                return 1;
            case '\t':
                column = Math.Min(Columns - 1, (column / 8 * 8) + 8);
                return 1;
            case '\a':
                return 1;
            case < ' ' or (>= '\u007f' and <= '\u009f'):
                throw new InvalidOperationException($"a control character that nobody should write: {(int)text[at]:x2}");
            default:
                if (char.IsHighSurrogate(text[at]) && at + 1 == text.Length)
                    return 0;
                var rune = Rune.GetRuneAt(text, at);
                Put(rune);
                return rune.Utf16SequenceLength;
        }
    }

    private int Escape(string text, int at)
    {
        var end = at + 2;
        while (end < text.Length && text[end] is not (>= '@' and <= '~'))
            end++;
        if (end >= text.Length)
            return 0;
        var parameter = text[(at + 2)..end];
        var number = int.TryParse(parameter, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        switch ($"{text[at + 1]}{(parameter.StartsWith('?') ? parameter : "")}{text[end]}")
        {
            case "[A":
                row = Math.Max(0, row - Math.Max(1, number));
                break;
            case "[K" when number == 0:
                ClearRest();
                break;
            case "[J" when number == 0:
                ClearRest();
                rows.RemoveRange(row + 1, rows.Count - row - 1);
                break;
            case "[m":
                break;
            case "[?7l":
                wraps = false;
                break;
            case "[?7h":
                wraps = true;
                break;
            default:
                throw new InvalidOperationException($"an escape sequence that nobody should write: {text[(at + 1)..(end + 1)]}");
        }
        return end + 1 - at;
    }

    private void Put(Rune rune)
    {
        var width = WidthOf(rune);
        if (width == 0)
        {
            if (column > 0)
                rows[row][column - 1] += rune.ToString();
            return;
        }
        if (column + width > Columns)
        {
            if (!wraps)
                column = Columns - width;
            else
            {
                column = 0;
                LineFeed();
            }
        }
        while (rows[row].Count < column + width)
            rows[row].Add(" ");
        rows[row][column] = rune.ToString();
        if (width == 2)
            rows[row][column + 1] = "";
        column += width;
    }

    private void LineFeed()
    {
        row++;
        if (row == rows.Count)
            rows.Add([]);
        if (row == Height)
            Scroll();
    }

    private void Scroll()
    {
        scrolled.Add(rows[0]);
        rows.RemoveAt(0);
        row--;
    }

    private void ClearRest()
    {
        if (rows[row].Count > column)
            rows[row].RemoveRange(column, rows[row].Count - column);
    }

    private static List<string> Text(List<List<string>> rows)
    {
        var text = rows.Select(cells => string.Concat(cells).TrimEnd()).ToList();
        return text[..(text.FindLastIndex(line => line.Length > 0) + 1)];
    }

    /// <summary>Of the characters that tests print.</summary>
    private static int WidthOf(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format ? 0
        : rune.Value is (>= 0x3000 and <= 0x9fff) or (>= 0xff01 and <= 0xff60) or (>= 0x1f300 and <= 0x1faff) ? 2
        : 1;
}
