using System.Text;

namespace ImgRep.Containerfiles.Expansion;

/// <summary>
/// A pattern of <c>${X#p}</c> and its like: <c>*</c> is any text within a line, <c>?</c> any character but a line end, and a
/// backslash takes the next character literally. Bracket expressions do not exist.
/// </summary>
internal sealed class ShellPattern
{
    /// <summary>Comparisons of characters after which matching gives up: no legible pattern needs a thousandth of it.</summary>
    private const int MostSteps = 20_000_000;

    private const int AnyCharacter = -1;

    /// <summary>What stands between the stars, at least one part; an empty part where a star begins or ends the pattern.</summary>
    private readonly int[][] parts;
    private int steps;

    private ShellPattern(int[][] parts) => this.parts = parts;

    /// <returns>Null if a backslash escapes something that needs no escape.</returns>
    public static ShellPattern? TryParse(string text)
    {
        var parts = new List<int[]>();
        var part = new List<int>();
        for (var runes = text.EnumerateRunes(); runes.MoveNext();)
        {
            var rune = runes.Current.Value;
            if (rune == '*')
            {
                parts.Add([.. part]);
                part.Clear();
            }
            else if (rune == '\\')
            {
                if (!runes.MoveNext() || runes.Current.Value is not ('*' or '?' or '\\' or '/' or '}'))
                    return null;
                part.Add(runes.Current.Value);
            }
            else
            {
                part.Add(rune == '?' ? AnyCharacter : rune);
            }
        }
        parts.Add([.. part]);
        return new ShellPattern([.. parts]);
    }

    /// <summary>Removes the shortest or longest match at the beginning; null if it takes too long.</summary>
    public string? TrimStart(string value, bool longest)
    {
        steps = 0;
        var runes = Runes(value);
        var end = MatchAt(runes, 0, longest, out _);
        return steps > MostSteps ? null : end < 0 ? value : Text(runes.AsSpan(end));
    }

    /// <summary>Removes the shortest or longest match at the end; null if it takes too long.</summary>
    public string? TrimEnd(string value, bool longest)
    {
        steps = 0;
        var runes = Runes(value);
        Array.Reverse(runes);
        var mirrored = new ShellPattern([.. parts.Reverse().Select(part => part.Reverse().ToArray())]);
        var end = mirrored.MatchAt(runes, 0, longest, out _);
        if (mirrored.steps > MostSteps)
            return null;
        if (end < 0)
            return value;
        Array.Reverse(runes);
        return Text(runes.AsSpan(..^end));
    }

    /// <summary>Replaces the first match or all of them, each the longest at its place; null if it takes too long.</summary>
    public string? Replace(string value, string replacement, bool all, int longestResult)
    {
        steps = 0;
        var runes = Runes(value);
        var result = new StringBuilder();
        var (at, lastEnd) = (0, -1);
        while (at <= runes.Length && steps <= MostSteps && result.Length <= longestResult)
        {
            var end = MatchAt(runes, at, longest: true, out var hopelessUntil);
            var matches = end >= 0 && !(end == at && at == lastEnd);
            if (matches)
            {
                result.Append(replacement);
                lastEnd = end;
                if (!all)
                    return result.Append(Text(runes.AsSpan(end))).ToString();
            }
            var next = Math.Max(at + 1, matches ? end : hopelessUntil);
            if (!matches || end == at)
                result.Append(Text(runes.AsSpan(at..Math.Min(next, runes.Length))));
            at = next;
        }
        return steps > MostSteps ? null : result.ToString();
    }

    /// <summary>
    /// Where the match that begins at a place ends, -1 if there is none. Stars do not cross line ends, so placing every part as
    /// early as possible (the last one as late as possible for the longest match) finds what backtracking would.
    /// </summary>
    /// <param name="hopelessUntil">Before this place no other match can begin.</param>
    private int MatchAt(int[] value, int start, bool longest, out int hopelessUntil)
    {
        hopelessUntil = start;
        if (!PartAt(parts[0], value, start))
            return -1;
        var at = start + parts[0].Length;
        for (var i = 1; i < parts.Length; i++)
        {
            var lineEnd = Array.IndexOf(value, '\n', Math.Min(at, value.Length));
            lineEnd = lineEnd < 0 ? value.Length : lineEnd;
            var found = i == parts.Length - 1 && longest ? FindLast(parts[i], value, at, lineEnd) : FindFirst(parts[i], value, at, lineEnd);
            if (found < 0)
            {
                // Only while the match has not left its first line does every later start in that line fail alike.
                hopelessUntil = Array.IndexOf(value, '\n', start, at - start) < 0 ? lineEnd : start;
                return -1;
            }
            at = found + parts[i].Length;
        }
        return at;
    }

    private int FindFirst(int[] part, int[] value, int from, int to)
    {
        for (var at = from; at <= to && steps <= MostSteps; at++)
        {
            if (PartAt(part, value, at))
                return at;
        }
        return -1;
    }

    private int FindLast(int[] part, int[] value, int from, int to)
    {
        for (var at = to; at >= from && steps <= MostSteps; at--)
        {
            if (PartAt(part, value, at))
                return at;
        }
        return -1;
    }

    private bool PartAt(int[] part, int[] value, int at)
    {
        steps++;
        if (at + part.Length > value.Length)
            return false;
        for (var i = 0; i < part.Length; i++)
        {
            steps++;
            if (part[i] == AnyCharacter ? value[at + i] == '\n' : part[i] != value[at + i])
                return false;
        }
        return true;
    }

    private static int[] Runes(string text) => [.. text.EnumerateRunes().Select(rune => rune.Value)];

    private static string Text(ReadOnlySpan<int> runes)
    {
        var text = new StringBuilder(runes.Length);
        foreach (var rune in runes)
            text.Append(new Rune(rune));
        return text.ToString();
    }
}
