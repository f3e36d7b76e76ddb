using System.Text;

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>Words, with the quotes and substitutions in them.</summary>
internal sealed partial class ShellReader
{
    private ShellWord ReadWord()
    {
        var (start, value) = (at, new StringBuilder());
        while (at < end && !IsWordEnd(text[at]))
        {
            if (text[at] == '\'')
                ReadSingleQuoted(value);
            else if (text[at] == '"')
                ReadDoubleQuoted(value);
            else
                ReadPiece(value);
        }
        return new ShellWord(value.ToString(), start, at - start);
    }

    private bool IsWordEnd(char c) => char.IsWhiteSpace(c) || c is ';' or '|' or '&' or '(' or ')' or '<' or '>' || (c == closer && c != '\0');

    private void ReadSingleQuoted(StringBuilder value)
    {
        var close = text.IndexOf('\'', at + 1, end - at - 1);
        var to = close < 0 ? end : close;
        value.Append(text, at + 1, to - at - 1);
        at = close < 0 ? end : close + 1;
    }

    private void ReadDoubleQuoted(StringBuilder value)
    {
        at++;
        while (at < end && text[at] != '"' && !(text[at] == closer && closer == '`'))
            ReadPiece(value);
        if (at < end && text[at] == '"')
            at++;
    }

    /// <summary>What means the same in double quotes and without.</summary>
    private void ReadPiece(StringBuilder value)
    {
        if (text[at] == '\\')
        {
            if (at + 1 < end && text[at + 1] != '\n')
                value.Append(text[at + 1]);
            at = Math.Min(end, at + 2);
        }
        else if (text[at] == '`')
            ReadSubstitution(value, 1, '`');
        else if (text[at] == '$')
            ReadDollar(value);
        else
            value.Append(text[at++]);
    }

    private void ReadDollar(StringBuilder value)
    {
        if (at + 1 < end && text[at + 1] == '(')
        {
            ReadSubstitution(value, 2, ')');
            return;
        }
        var start = at++;
        if (at < end && text[at] == '{')
            at++;
        var name = at;
        while (at < end && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
            at++;
        if (at > name)
            parameters.Add(new ShellWord(text[name..at], start, at - start));
        value.Append(text, start, at - start);
    }

    private void ReadSubstitution(StringBuilder value, int opening, char close)
    {
        var start = at;
        var to = end;
        Within(at + opening, end, close, () =>
        {
            ReadCommands();
            to = at;
        });
        at = Math.Min(end, to + 1);
        value.Append(text, start, at - start);
    }
}
