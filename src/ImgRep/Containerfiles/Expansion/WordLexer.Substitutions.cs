using System.Text;

namespace ImgRep.Containerfiles.Expansion;

/// <summary>What stands behind a dollar sign.</summary>
internal sealed partial class WordLexer
{
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
            _ => Fail(from, $"{name}: {(word.Length > 0 ? word : $"is not allowed to be {(value is null ? "unset" : "empty")}")}",
                $"give it a value with --build-arg {name}=VALUE or a default", isValue: true),
        };
    }

    private string? Trim(int from, string name, char side, string? value)
    {
        var start = at;
        if (ReadUntil('}', true, null) is not { } word)
            return null;
        var isValue = HoldsVariable(start);
        if (value is null)
            return KeepUnset ? $"${{{name}{side}{word}}}" : TryPattern(from, word, isValue) is null ? null : "";
        var longest = word.StartsWith(side);
        if (TryPattern(from, longest ? word[1..] : word, isValue) is not { } pattern)
            return null;
        var trimmed = side == '#' ? pattern.TrimStart(value, longest) : pattern.TrimEnd(value, longest);
        return trimmed is null ? TooSlow(from) : Grow(from, trimmed);
    }

    private string? Replace(int from, string name, string? value)
    {
        var all = Peek() == '/';
        if (all)
            at++;
        var start = at;
        if (ReadUntil('/', true, null) is not { } word)
            return null;
        var isValue = HoldsVariable(start);
        if (ReadUntil('}', true, null) is not { } replacement)
            return null;
        if (value is null && KeepUnset)
            return $"${{{name}/{word}/{replacement}}}";
        if (TryPattern(from, word, isValue) is not { } pattern)
            return null;
        return pattern.Replace(value ?? "", replacement, all, LongestExpansion) is { } replaced ? Grow(from, replaced) : TooSlow(from);
    }

    /// <summary>Whether a variable is named between a place and here.</summary>
    private bool HoldsVariable(int start) => text.AsSpan(start, at - start).Contains('$');

    private ShellPattern? TryPattern(int from, string word, bool isValue)
    {
        if (ShellPattern.TryParse(word) is { } pattern)
            return pattern;
        Fail(from, $"the pattern '{word}' has a backslash that escapes nothing", "only \\* \\? \\\\ \\/ and \\} can be escaped", isValue);
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
        if (handlesUnset || name.Length == 0)
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
