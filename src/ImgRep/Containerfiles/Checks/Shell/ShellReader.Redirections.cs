using System.Text;

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>Redirections, and the here-documents that they announce.</summary>
internal sealed partial class ShellReader
{
    private void ReadRedirection(Unfinished command)
    {
        var start = at;
        while (at < end && text[at] is '<' or '>' or '|' or '&' or '-' && at - start < 3)
            at++;
        var sign = text[start..at];
        while (at < end && text[at] is ' ' or '\t')
            at++;
        // <(COMMAND) has no word.
        if (at == end || IsWordEnd(text[at]))
            return;
        var target = ReadWord();
        if (sign is "<<" or "<<-")
            command.Documents.Add(new HereDelimiter(target.Value, target.Length != target.Value.Length, sign == "<<-", command));
        else if (sign == "<")
            command.Sources.Add(target);
        else if (sign is ">" or ">>" or ">|" or "&>")
            command.WritesFile |= target.Value != "/dev/null";
    }

    /// <summary>Called at the beginning of the line after the one that announces them.</summary>
    private void ReadHereDocuments(Unfinished next)
    {
        foreach (var document in next.Documents)
        {
            var from = at;
            var to = SkipDocument(document);
            if (document.Command.IsShell)
                Within(from, to, '\0', ReadCommands);
            else if (!document.IsQuoted)
                Within(from, to, '\0', ReadText);
        }
        next.Documents.Clear();
    }

    /// <returns>Where its last line begins.</returns>
    private int SkipDocument(HereDelimiter document)
    {
        while (at < end)
        {
            var start = at;
            at = EndOfLine();
            var line = text.AsSpan(start, at - start);
            at = Math.Min(end, at + 1);
            if ((document.Chomp ? line.TrimStart('\t') : line).SequenceEqual(document.Name))
                return start;
        }
        return end;
    }

    /// <summary>Text in which only substitutions and parameters mean something.</summary>
    private void ReadText()
    {
        var value = new StringBuilder();
        while (at < end)
            ReadPiece(value);
    }
}
