using ImgRep.Containerfiles.Syntax;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>Cuts arguments into words before anything is expanded.</summary>
internal static class WordSplitter
{
    /// <summary>Words between blanks; quotes mean nothing here.</summary>
    public static List<Word> Split(string text, int offset)
    {
        var words = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            var length = text.AsSpan(at).IndexOfAny(Blanks.Values);
            var end = length < 0 ? text.Length : at + length;
            if (end > at)
                words.Add(new Word(text[at..end], offset + at));
            at = end + 1;
        }
        return words;
    }

    /// <summary>
    /// Words between white space that is neither quoted nor escaped; quotes and escape characters stay in the words. An open quote
    /// reaches to the end, an escape character at the very end is dropped.
    /// </summary>
    public static List<Word> SplitQuoted(string text, int offset, char escape)
    {
        var words = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else if (ReadQuoted(text, ref at, offset, escape) is { Text.Length: > 0 } word)
                words.Add(word);
        }
        return words;
    }

    private static Word ReadQuoted(string text, ref int at, int offset, char escape)
    {
        var start = at;
        char? quote = null;
        for (; at < text.Length && (quote is not null || !char.IsWhiteSpace(text[at])); at++)
        {
            var c = text[at];
            if (c == escape && quote != '\'')
            {
                if (at + 1 == text.Length)
                    return new Word(text[start..at++], offset + start);
                at++;
            }
            else if (c == quote)
            {
                quote = null;
            }
            else if (quote is null && c is '\'' or '"')
            {
                quote = c;
            }
        }
        return new Word(text[start..at], offset + start);
    }

    /// <summary>The first word, and where the next one begins.</summary>
    public static (string First, int End) Cut(string text)
    {
        var first = text.AsSpan().IndexOfAny(Blanks.Values);
        if (first < 0)
            return (text, text.Length);
        var rest = text.AsSpan(first).IndexOfAnyExcept(Blanks.Values);
        return (text[..first], rest < 0 ? text.Length : first + rest);
    }
}
