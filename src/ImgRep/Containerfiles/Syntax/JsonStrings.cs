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
internal ref partial struct JsonStrings
{
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
}
