namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>
/// Finds the simple commands of a script well enough for hints: also those in substitutions, here-documents and <c>sh -c</c>. Expands
/// nothing, knows no functions and no aliases, and reads any text in time that grows with its length.
/// </summary>
internal sealed partial class ShellReader
{
    /// <summary>Substitutions within each other; what lies deeper is not read.</summary>
    private const int Deepest = 20;

    private readonly List<ShellCommand> commands = [];
    private readonly List<ShellWord> parameters = [];
    private readonly string text;
    private int at;
    private int end;
    private int depth;
    private bool isInArgument;

    /// <summary>What ends the substitution that is being read: <c>)</c>, a backtick, or NUL outside of any.</summary>
    private char closer;

    private ShellReader(string text) => (this.text, end) = (text, text.Length);

    public static ShellScript Read(string text)
    {
        var reader = new ShellReader(text);
        reader.ReadCommands();
        return new ShellScript([.. reader.commands], [.. reader.parameters]);
    }

    private void ReadCommands()
    {
        var command = new Unfinished();
        while (at < end && (text[at] != closer || closer == '\0'))
            command = ReadNext(command);
        Finish(command);
    }

    /// <returns>The command that is being read after it.</returns>
    private Unfinished ReadNext(Unfinished command)
    {
        var c = text[at];
        if (c == '\n' || IsSeparator())
            return End(command);
        if (c is '<' or '>')
            ReadRedirection(command);
        else if (c == '#')
            at = EndOfLine();
        else if (c == '\\' && at + 1 < end && text[at + 1] == '\n')
            at += 2;
        else if (char.IsWhiteSpace(c) || c == '&')
            at++;
        else
            AddWord(command);
        return command;
    }

    private Unfinished End(Unfinished command)
    {
        var isLine = text[at++] == '\n';
        Finish(command);
        var next = command.Next();
        if (isLine)
            ReadHereDocuments(next);
        return next;
    }

    /// <summary><c>&amp;&gt;</c> is a redirection.</summary>
    private bool IsSeparator() => text[at] is ';' or '|' or '(' or ')' || (text[at] == '&' && (at + 1 == end || text[at + 1] != '>'));

    private int EndOfLine() => text.IndexOf('\n', at, end - at) is >= 0 and var line ? line : end;

    private void AddWord(Unfinished command)
    {
        var word = ReadWord();
        // 2>FILE
        var isDescriptor = at < end && text[at] is '<' or '>' && word.Value.Length > 0 && word.Value.All(char.IsAsciiDigit);
        if (word.Length > 0 && !isDescriptor)
            command.Words.Add(word);
    }

    private void Finish(Unfinished command)
    {
        if (command.Words.Count == 0)
            return;
        foreach (var simple in SimpleCommands.Split(command.Words))
        {
            command.IsShell |= simple.IsShell;
            commands.Add(simple with { IsSubstitution = closer != '\0', Sources = [.. command.Sources], WritesFile = command.WritesFile });
            ReadScriptArgument(simple);
        }
    }

    /// <summary><c>sh -c 'SCRIPT'</c>, but not in such a script again: it would be read twice as often at each level.</summary>
    private void ReadScriptArgument(ShellCommand shell)
    {
        if (isInArgument || !shell.IsShell)
            return;
        var script = shell.Arguments.SkipWhile(word => word.Value is not ['-', not '-', .., 'c'] and not "-c").ElementAtOrDefault(1);
        if (script is not { Length: > 1 } || text[script.Start] is not ('"' or '\'') || text[script.Start + script.Length - 1] != text[script.Start])
            return;
        isInArgument = true;
        Within(script.Start + 1, script.Start + script.Length - 1, '\0', ReadCommands);
        isInArgument = false;
    }

    /// <summary>Reads a part of the text, and goes on where it was.</summary>
    private void Within(int from, int to, char close, Action read)
    {
        if (depth == Deepest || from > to)
            return;
        var before = (at, end, closer);
        (at, end, closer) = (from, to, close);
        depth++;
        read();
        depth--;
        (at, end, closer) = before;
    }

    /// <summary>A command that is being read.</summary>
    private sealed class Unfinished
    {
        public List<ShellWord> Words { get; } = [];

        public List<HereDelimiter> Documents { get; private init; } = [];

        public List<ShellWord> Sources { get; } = [];

        public bool WritesFile { get; set; }

        public bool IsShell { get; set; }

        /// <summary>The command after it, in whose place the here-documents of the line are still to come.</summary>
        public Unfinished Next() => new() { Documents = Documents };
    }

    /// <param name="Command">What reads the document.</param>
    private sealed record HereDelimiter(string Name, bool IsQuoted, bool Chomp, Unfinished Command);
}
