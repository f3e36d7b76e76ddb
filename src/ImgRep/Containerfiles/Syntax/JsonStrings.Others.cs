using System.Globalization;

namespace ImgRep.Containerfiles.Syntax;

/// <summary>Values that are not strings: they are only told from what is no JSON at all.</summary>
internal ref partial struct JsonStrings
{
    /// <summary>Where Go's parser gives up.</summary>
    private const int DeepestNesting = 10_000;

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
