using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ImgRep.Containerfiles.Syntax;

internal enum JsonKind
{
    /// <summary>Not a JSON array: the text is in shell form.</summary>
    None,
    Strings,

    /// <summary>A JSON array that holds something else than strings.</summary>
    Other,
}

/// <summary>The exec form: a JSON array (RFC 8259) of strings, and nothing but white space around it.</summary>
internal ref struct JsonStrings
{
    private const int DeepestNesting = 10_000;
    private readonly ReadOnlySpan<char> text;
    private int at;

    private JsonStrings(ReadOnlySpan<char> text) => this.text = text;

    public static (JsonKind Kind, ImmutableArray<string> Strings) Parse(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start is ['[', ..] ? new JsonStrings(start).Parse() : (JsonKind.None, []);
    }

    private (JsonKind Kind, ImmutableArray<string> Strings) Parse()
    {
        var strings = ImmutableArray.CreateBuilder<string>();
        at = 1;
        var isStrings = true;
        for (SkipBlanks(); !Take(']'); SkipBlanks())
        {
            if (strings.Count > 0 && !Take(','))
                return (JsonKind.None, []);
            SkipBlanks();
            if (Peek() == '"')
            {
                if (ReadString() is not { } value)
                    return (JsonKind.None, []);
                strings.Add(value);
            }
            else if (SkipOther())
            {
                isStrings = false;
                strings.Add("");
            }
            else
            {
                return (JsonKind.None, []);
            }
        }
        SkipBlanks();
        if (at != text.Length)
            return (JsonKind.None, []);
        return isStrings ? (JsonKind.Strings, strings.DrainToImmutable()) : (JsonKind.Other, []);
    }

    private readonly char Peek() => at < text.Length ? text[at] : '\0';

    private bool Take(char expected)
    {
        if (Peek() != expected || at >= text.Length)
            return false;
        at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
            at++;
    }

    private string? ReadString()
    {
        var from = ++at;
        var length = text[from..].IndexOfAny('"', '\\');
        if (length >= 0 && text[from + length] == '"' && !text.Slice(from, length).ContainsAnyInRange('\0', '\u001f'))
        {
            at = from + length + 1;
            return text.Slice(from, length).ToString();
        }
        var value = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == '"')
                return value.ToString();
            if (c < ' ' || (c == '\\' && !ReadEscape(value)))
                return null;
            if (c != '\\')
                value.Append(c);
        }
        return null;
    }

    private bool ReadEscape(StringBuilder value)
    {
        const string Names = "\"\\/bfnrt";
        var c = Peek();
        at++;
        var simple = Names.IndexOf(c, StringComparison.Ordinal);
        if (c != 'u')
        {
            if (simple >= 0)
                value.Append("\"\\/\b\f\n\r\t"[simple]);
            return simple >= 0;
        }
        if (!TryReadHex(at, out var first))
            return false;
        at += 4;
        if (char.IsHighSurrogate(first) && at + 5 < text.Length && text[at] == '\\' && text[at + 1] == 'u'
            && TryReadHex(at + 2, out var second) && char.IsLowSurrogate(second))
        {
            value.Append(first).Append(second);
            at += 6;
            return true;
        }
        value.Append(char.IsSurrogate(first) ? '\uFFFD' : first);
        return true;
    }

    private readonly bool TryReadHex(int start, out char value)
    {
        value = '\0';
        if (start + 4 > text.Length || !ushort.TryParse(text.Slice(start, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return false;
        value = (char)code;
        return true;
    }

    /// <summary>Skips a value that is not a string, arrays and objects included, without recursion.</summary>
    private bool SkipOther()
    {
        var open = new Stack<char>();
        do
        {
            SkipBlanks();
            var c = Peek();
            if (c is '[' or '{')
            {
                at++;
                open.Push(c);
                SkipBlanks();
                if (open.Count > DeepestNesting)
                    return false;
                if (!Take(c == '[' ? ']' : '}'))
                {
                    if (c == '{' && !SkipKey())
                        return false;
                    continue;
                }
                open.Pop();
            }
            else if (!SkipScalar())
            {
                return false;
            }
            if (!CloseValues(open))
                return false;
        }
        while (open.Count > 0);
        return true;
    }

    /// <summary>After a value: closes what ends here, or steps over the comma before the next value.</summary>
    private bool CloseValues(Stack<char> open)
    {
        while (open.TryPeek(out var container))
        {
            SkipBlanks();
            if (Take(','))
            {
                SkipBlanks();
                return container == '[' || SkipKey();
            }
            if (!Take(container == '[' ? ']' : '}'))
                return false;
            open.Pop();
        }
        return true;
    }

    private bool SkipKey()
    {
        if (Peek() != '"' || ReadString() is null)
            return false;
        SkipBlanks();
        return Take(':');
    }

    private bool SkipScalar()
    {
        if (Peek() == '"')
            return ReadString() is not null;
        foreach (var literal in (ReadOnlySpan<string>)["true", "false", "null"])
        {
            if (text[at..].StartsWith(literal, StringComparison.Ordinal))
            {
                at += literal.Length;
                return true;
            }
        }
        return SkipNumber();
    }

    private bool SkipNumber()
    {
        var from = at;
        Take('-');
        if (!Take('0') && !SkipDigits())
            return false;
        if (Take('.') && !SkipDigits())
            return false;
        if (Peek() is 'e' or 'E')
        {
            at++;
            if (!Take('+'))
                Take('-');
            if (!SkipDigits())
                return false;
        }
        // A number too large for a double is no JSON to BuildKit.
        return double.IsFinite(double.Parse(text[from..at], CultureInfo.InvariantCulture));
    }

    private bool SkipDigits()
    {
        var from = at;
        while (char.IsAsciiDigit(Peek()))
            at++;
        return at > from;
    }
}
