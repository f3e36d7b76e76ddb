using System.Collections.Immutable;
using System.Text;

namespace ImgRep.Containerfiles.Syntax;

/// <summary>
/// Reads the flags between an instruction's keyword and its arguments. Quotes group and are dropped, a backslash (whatever the
/// escape directive says) takes the next character as it is, a lone <c>--</c> ends the flags.
/// </summary>
internal static class FlagReader
{
    /// <param name="rest">Where the arguments begin, white space before them included.</param>
    public static ImmutableArray<SyntaxFlag> Read(string text, int start, int end, out int rest)
    {
        rest = SkipBlanks(text, start, end);
        if (!IsFlag(text, rest, end))
            return [];
        var flags = ImmutableArray.CreateBuilder<SyntaxFlag>();
        while (IsFlag(text, rest, end))
        {
            var from = rest;
            var word = ReadWord(text, ref rest, end);
            if (word == "--")
                break;
            flags.Add(new SyntaxFlag(word, from, rest - from));
            rest = SkipBlanks(text, rest, end);
        }
        return flags.DrainToImmutable();
    }

    private static bool IsFlag(string text, int at, int end) => at + 1 < end && text[at] == '-' && text[at + 1] == '-';

    private static int SkipBlanks(string text, int at, int end)
    {
        while (at < end && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    private static string ReadWord(string text, ref int at, int end)
    {
        var from = at;
        for (; at < end && !char.IsWhiteSpace(text[at]); at++)
        {
            if (text[at] is '\'' or '"' or '\\')
                return ReadQuotedWord(text, from, ref at, end);
        }
        return text[from..at];
    }

    private static string ReadQuotedWord(string text, int from, ref int at, int end)
    {
        var word = new StringBuilder(text, from, at - from, 64);
        char? quote = null;
        for (; at < end; at++)
        {
            var c = text[at];
            if (quote is null && char.IsWhiteSpace(c))
                break;
            if (c == quote)
                quote = null;
            else if (quote is null && c is '\'' or '"')
                quote = c;
            else if (c != '\\')
                word.Append(c);
            else if (at + 1 < end)
                word.Append(text[++at]);
        }
        return word.ToString();
    }
}
