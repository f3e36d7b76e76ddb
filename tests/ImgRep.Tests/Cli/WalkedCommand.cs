using System.CommandLine;
using ImgRep.Cli;
using ImgRep.Cli.Options;

namespace ImgRep.Tests.Cli;

/// <summary>A command that does something, which only those without subcommands do.</summary>
/// <param name="Path">Like <c>keys add</c>.</param>
internal sealed record WalkedCommand(string Path, CommandWithExample Command)
{
    /// <summary>Every one that help lists.</summary>
    public static IReadOnlyList<WalkedCommand> All { get; } = [.. Walk(CommandTree.Create(), "")];

    /// <summary>The words of the first command line of the example, without <c>imgrep</c>.</summary>
    public string[] Example
    {
        get
        {
            var start = Command.Example.IndexOf("imgrep ", StringComparison.Ordinal) + "imgrep ".Length;
            var end = Command.Example.IndexOfAny(['|', '&', ')'], start);
            var line = end < 0 ? Command.Example[start..] : Command.Example[start..end];
            return [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line.Replace('\'', '"'))];
        }
    }

    public ParseResult Parse(params string[] more) => CommandTree.Create().Parse([.. Example, .. more]);

    public override string ToString() => Path;

    private static IEnumerable<WalkedCommand> Walk(Command command, string path) => command.Subcommands.Where(sub => !sub.Hidden).SelectMany(sub =>
        sub.Subcommands.Count > 0 ? Walk(sub, $"{path}{sub.Name} ") : [new WalkedCommand(path + sub.Name, (CommandWithExample)sub)]);
}
