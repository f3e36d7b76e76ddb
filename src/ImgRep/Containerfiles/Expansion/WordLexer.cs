using System.Text;

namespace ImgRep.Containerfiles.Expansion;

/// <summary>
/// Reads a word as a shell would: quotes, escapes, and variables in the forms <c>$X</c>, <c>${X}</c>, <c>${X:-w}</c>,
/// <c>${X-w}</c>, <c>${X:+w}</c>, <c>${X+w}</c>, <c>${X:?w}</c>, <c>${X?w}</c>, <c>${X#p}</c>, <c>${X##p}</c>, <c>${X%p}</c>,
/// <c>${X%%p}</c>, <c>${X/p/r}</c> and <c>${X//p/r}</c>.
/// </summary>
internal sealed partial class WordLexer(char escape, IVariables variables)
{
    /// <summary>Substitutions within substitutions; BuildKit has no limit, but the stack has.</summary>
    private const int DeepestNesting = 100;

    /// <summary>Variables that repeat variables grow exponentially; no process could be given a longer one anyway.</summary>
    private const int LongestExpansion = 1 << 20;

    private const char End = '\0';

    private string text = "";
    private int at;
    private int depth;
    private int grown;
    private bool keepEscapes;
    private LexError? error;
    private List<string>? unset;

    /// <summary>Quotes stay in the result.</summary>
    public bool KeepQuotes { get; init; }

    /// <summary>Escape characters stay in the result.</summary>
    public bool KeepEscapes { get; init; }

    /// <summary>Variables that are not set stay as they are written.</summary>
    public bool KeepUnset { get; init; }

    /// <summary>Quotes are ordinary characters.</summary>
    public bool IgnoreQuotes { get; init; }

    /// <summary>Expands a word and splits it by white space.</summary>
    public LexResult Read(string word)
    {
        Start(word);
        var words = new WordList();
        var result = ReadUntil(End, KeepEscapes, words);
        return new LexResult(result ?? word, result is null ? [] : words.End(), error, unset ?? []);
    }

    /// <summary>Expands a word that stays one.</summary>
    public LexResult Expand(string word)
    {
        if (!word.AsSpan().ContainsAny(['$', '\'', '"', escape]))
            return new LexResult(word, [], null, []);
        Start(word);
        var result = ReadUntil(End, KeepEscapes, null);
        return new LexResult(result ?? word, [], error, unset ?? []);
    }

    private void Start(string word) =>
        (text, at, depth, grown, keepEscapes, error, unset) = (word, 0, 0, 0, KeepEscapes, null, null);

    private char Peek() => at < text.Length ? text[at] : End;

    private string? Fail(int offset, string message, string hint, bool isValue = false)
    {
        error ??= new LexError(offset, message, hint, isValue);
        return null;
    }

    private string? ReadUntil(char stop, bool keep, WordList? words)
    {
        var outer = keepEscapes;
        keepEscapes = keep;
        var result = ++depth > DeepestNesting
            ? Fail(at, $"substitutions are nested deeper than {DeepestNesting}", "set the inner ones with ARG or ENV first")
            : ReadParts(stop, words);
        depth--;
        keepEscapes = outer;
        return result;
    }

    private string? ReadParts(char stop, WordList? words)
    {
        var start = at;
        var result = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at];
            if (stop != End && c == stop)
            {
                at++;
                return result.ToString();
            }
            if (c == '$')
            {
                if (ReadVariable() is not { } value)
                    return null;
                result.Append(value);
                words?.AddSplitting(value);
            }
            else if (!IgnoreQuotes && c is '\'' or '"')
            {
                if ((c == '"' ? ReadDoubleQuotes() : ReadSingleQuotes()) is not { } quoted)
                    return null;
                result.Append(quoted);
                words?.AddWhole(quoted);
            }
            else
            {
                ReadPlain(c, result, words);
            }
        }
        return stop == End ? result.ToString() : Fail(start, $"a substitution is not closed: '{stop}' is missing", $"add '{stop}', or write {escape}$ for a dollar sign");
    }

    private void ReadPlain(char c, StringBuilder result, WordList? words)
    {
        at++;
        if (c == '<' && Peek() == '<')
        {
            ReadHereDocumentSign(result, words);
        }
        else if (c != escape)
        {
            result.Append(c);
            words?.AddSplitting([c]);
        }
        else
        {
            if (keepEscapes)
            {
                result.Append(c);
                words?.AddWhole([c]);
            }
            if (at >= text.Length)
                return;
            result.Append(text[at]);
            words?.AddWhole([text[at]]);
            at++;
        }
    }

    /// <summary>Blanks after <c>&lt;&lt;</c> belong to the word that it begins.</summary>
    private void ReadHereDocumentSign(StringBuilder result, WordList? words)
    {
        var from = at - 1;
        at++;
        while (Peek() is ' ' or '\t' or '\r')
            at++;
        var sign = text.AsSpan(from, at - from);
        result.Append(sign);
        words?.AddWhole(sign);
    }

    private string? ReadSingleQuotes()
    {
        var from = at;
        var end = text.IndexOf('\'', at + 1);
        if (end < 0)
            return Fail(from, "a single quote is not closed", "close it, or escape it");
        at = end + 1;
        return KeepQuotes ? text[from..at] : text[(from + 1)..end];
    }

    private string? ReadDoubleQuotes()
    {
        var from = at++;
        var result = new StringBuilder();
        if (KeepQuotes)
            result.Append('"');
        while (at < text.Length && text[at] != '"')
        {
            if (text[at] != '$')
                ReadQuoted(result);
            else if (ReadVariable() is { } value)
                result.Append(value);
            else
                return null;
        }
        if (at >= text.Length)
            return Fail(from, "a double quote is not closed", "close it, or escape it");
        at++;
        return (KeepQuotes ? result.Append('"') : result).ToString();
    }

    private void ReadQuoted(StringBuilder result)
    {
        var c = text[at++];
        if (c != escape)
        {
            result.Append(c);
            return;
        }
        if (keepEscapes)
            result.Append(c);
        if (at >= text.Length)
            return;
        if (text[at] is '"' or '$' || text[at] == escape)
            c = text[at++];
        result.Append(c);
    }
}
