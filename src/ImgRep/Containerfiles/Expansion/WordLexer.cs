using System.Text;

namespace ImgRep.Containerfiles.Expansion;

/// <summary>
/// Reads a word as a shell would: quotes, escapes, and variables in the forms <c>$X</c>, <c>${X}</c>, <c>${X:-w}</c>,
/// <c>${X-w}</c>, <c>${X:+w}</c>, <c>${X+w}</c>, <c>${X:?w}</c>, <c>${X?w}</c>, <c>${X#p}</c>, <c>${X##p}</c>, <c>${X%p}</c>,
/// <c>${X%%p}</c>, <c>${X/p/r}</c> and <c>${X//p/r}</c>.
/// </summary>
internal sealed class WordLexer(char escape, IVariables variables)
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

    private string? ReadVariable()
    {
        var from = at++;
        if (Peek() == '{')
            return ReadSubstitution(from);
        var name = ReadName();
        if (name.Length == 0)
            return "$";
        return Get(name) is { } value ? Grow(from, value) : KeepUnset ? "$" + name : "";
    }

    private string? ReadSubstitution(int from)
    {
        at++;
        if (at >= text.Length)
            return Unclosed(from);
        if (Peek() is '{' or '}' or ':')
            return Fail(from, "a substitution names no variable", "write ${NAME}");
        var name = ReadName();
        if (at >= text.Length)
            return Unclosed(from);
        var value = Get(name, handlesUnset: Peek() is '-' or '+' or '?' or ':');
        switch (text[at++])
        {
            case '}':
                return value is not null ? Grow(from, value) : KeepUnset ? $"${{{name}}}" : "";
            case '/':
                return Replace(from, name, value);
            case ':' when Peek() is '-' or '+' or '?':
                return Choose(from, name, text[at++], value, nullIsUnset: true);
            case ('-' or '+' or '?') and var modifier:
                return Choose(from, name, modifier, value, nullIsUnset: false);
            case ('#' or '%') and var modifier:
                return Trim(from, name, modifier, value);
            default:
                return Fail(from, $"the substitution of '{name}' has an unknown modifier", "write one of :- - :+ + :? ? # ## % %% / // after the name");
        }
    }

    private string? Unclosed(int from) => Fail(from, "a substitution is not closed: '}' is missing", $"add '}}', or write {escape}$ for a dollar sign");

    private string? Choose(int from, string name, char modifier, string? value, bool nullIsUnset)
    {
        if (ReadUntil('}', false, null) is not { } word)
            return null;
        if (value is null && KeepUnset)
            return $"${{{name}{(nullIsUnset ? ":" : "")}{modifier}{word}}}";
        var isSet = value is not null && !(nullIsUnset && value.Length == 0);
        return modifier switch
        {
            '-' => isSet ? Grow(from, value!) : word,
            '+' => isSet ? word : "",
            _ when isSet => Grow(from, value!),
            _ => Fail(from, $"{name}: {(word.Length > 0 ? word : $"is not allowed to be {(value is null ? "unset" : "empty")}")}", $"give it a value with --build-arg {name}=VALUE or a default", isValue: true),
        };
    }

    private string? Trim(int from, string name, char side, string? value)
    {
        if (ReadUntil('}', true, null) is not { } word)
            return null;
        if (value is null)
            return KeepUnset ? $"${{{name}{side}{word}}}" : TryPattern(from, word) is null ? null : "";
        var longest = word.StartsWith(side);
        if (TryPattern(from, longest ? word[1..] : word) is not { } pattern)
            return null;
        var trimmed = side == '#' ? pattern.TrimStart(value, longest) : pattern.TrimEnd(value, longest);
        return trimmed is null ? TooSlow(from) : Grow(from, trimmed);
    }

    private string? Replace(int from, string name, string? value)
    {
        var all = Peek() == '/';
        if (all)
            at++;
        if (ReadUntil('/', true, null) is not { } word || ReadUntil('}', true, null) is not { } replacement)
            return null;
        if (value is null && KeepUnset)
            return $"${{{name}/{word}/{replacement}}}";
        if (TryPattern(from, word) is not { } pattern)
            return null;
        return pattern.Replace(value ?? "", replacement, all, LongestExpansion) is { } replaced ? Grow(from, replaced) : TooSlow(from);
    }

    private ShellPattern? TryPattern(int from, string word)
    {
        if (ShellPattern.TryParse(word) is { } pattern)
            return pattern;
        Fail(from, $"the pattern '{word}' has a backslash that escapes nothing", "only \\* \\? \\\\ \\/ and \\} can be escaped");
        return null;
    }

    private string? TooSlow(int from) => Fail(from, "a pattern takes too long to match", "use a shorter one", isValue: true);

    private string? Grow(int from, string value)
    {
        grown += value.Length;
        return grown <= LongestExpansion ? value : Fail(from, $"a word expands to more than {LongestExpansion} characters", "keep such text in a file", isValue: true);
    }

    private string? Get(string name, bool handlesUnset = false)
    {
        if (variables.TryGet(name, out var value))
            return value;
        if (handlesUnset)
            return null;
        unset ??= [];
        if (!unset.Contains(name) && unset.Count < 100)
            unset.Add(name);
        return null;
    }

    /// <summary>Letters, digits and underscores; digits only when it begins with one; or one of the shell's special parameters.</summary>
    private string ReadName()
    {
        var from = at;
        if (Peek() is '@' or '*' or '#' or '?' or '-' or '$' or '!')
            return text[at++].ToString();
        var digitsOnly = at < text.Length && Rune.TryGetRuneAt(text, at, out var first) && Rune.IsDigit(first);
        while (at < text.Length && Rune.TryGetRuneAt(text, at, out var rune))
        {
            if (!Rune.IsDigit(rune) && (digitsOnly || !(Rune.IsLetter(rune) || rune.Value == '_')))
                break;
            at += rune.Utf16SequenceLength;
        }
        return text[from..at];
    }
}
