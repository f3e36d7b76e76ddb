using System.Text;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>What a RUN has a shell read, and where each character of it stands in the file.</summary>
internal sealed class RunText
{
    private readonly SyntaxTree tree;
    private readonly SyntaxInstruction syntax;
    private readonly List<(int Offset, int Line)> lines = [];

    private RunText(SyntaxTree tree, SyntaxInstruction syntax)
    {
        (this.tree, this.syntax) = (tree, syntax);
        var isScript = !syntax.HereDocuments.IsEmpty && HereDocumentWord.TryParse(syntax.Arguments) is not null;
        var text = new StringBuilder(isScript ? "" : WithoutJson(syntax.Arguments));
        if (!syntax.HereDocuments.IsEmpty)
            AddDocuments(text, syntax.HereDocuments.Length, isScript);
        Text = text.ToString();
    }

    /// <summary>The command, in exec form as words in double quotes, and the lines of its here-documents.</summary>
    public string Text { get; }

    /// <summary>Null if no shell reads it.</summary>
    public static RunText? Read(Containerfile file, RunInstruction run)
    {
        if (file.Syntax is not { } tree || tree.InstructionAt(run.Span.Line) is not { } syntax)
            return null;
        var text = new RunText(tree, syntax);
        return text.IsForAnotherInterpreter() ? null : text;
    }

    public SourceSpan SpanAt(int start, int length)
    {
        var line = lines.FindLastIndex(line => line.Offset <= start);
        return line < 0
            ? syntax.Text.SpanAt(syntax.ArgumentsStart + start, length)
            : new SourceSpan(tree.FileName, lines[line].Line, 1 + start - lines[line].Offset, length);
    }

    private bool IsForAnotherInterpreter()
    {
        if (!Text.StartsWith("\n#!", StringComparison.Ordinal))
            return false;
        var interpreter = Text.Split('\n', 3)[1][2..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return !interpreter.Any(ShellCommand.IsShellName);
    }

    /// <summary>A script is only the first document, without the line that ends it.</summary>
    private void AddDocuments(StringBuilder text, int count, bool isScript)
    {
        for (var line = syntax.Text.FirstLine; line < tree.Lines.Length && count > 0; line++)
        {
            var kind = tree.Lines[line].Kind;
            count -= kind == SyntaxLineKind.HereDocumentEnd ? 1 : 0;
            if (kind == SyntaxLineKind.HereDocumentEnd && isScript)
                break;
            if (kind is not (SyntaxLineKind.HereDocument or SyntaxLineKind.HereDocumentEnd))
                continue;
            text.Append('\n');
            lines.Add((text.Length, line + 1));
            text.Append(Encoding.UTF8.GetString(tree.Lines[line].Content(tree.Source.Span)));
        }
    }

    /// <summary>A JSON array becomes as many words in double quotes, each where it was.</summary>
    private static string WithoutJson(string arguments)
    {
        if (JsonStrings.Parse(arguments).Kind != JsonKind.Strings)
            return arguments;
        var text = new StringBuilder(arguments.Length);
        var isQuoted = false;
        for (var at = 0; at < arguments.Length; at++)
        {
            var c = arguments[at];
            if (c == '\\' && isQuoted)
                text.Append(c).Append(arguments[++at]);
            else
                text.Append(!isQuoted && c is '[' or ',' or ']' ? ' ' : c);
            isQuoted ^= c == '"';
        }
        return text.ToString();
    }
}
