using System.CommandLine;
using ImgRep.Cli.Answers;

namespace ImgRep.Cli.Commands;

/// <summary>What the completion scripts ask: which words can stand at the end of this line. Options are offered once a dash is written.</summary>
internal static class CompleteCommand
{
    public static Command Create(RootCommand root)
    {
        var line = new Argument<string>("LINE") { Description = "A command line up to the cursor" };
        var command = new Command("complete", "Print what can stand at the end of a command line") { line };
        command.Hidden = true;
        command.SetAction(arguments => Print(root, arguments.GetRequiredValue(line)));
        return command;
    }

    private static void Print(RootCommand root, string line)
    {
        var word = line[(line.LastIndexOf(' ') + 1)..];
        using var output = Answer.Open();
        foreach (var candidate in root.Parse(line).GetCompletions(line.Length))
        {
            if (candidate.Label.StartsWith(word, StringComparison.Ordinal) && (word.StartsWith('-') || !candidate.Label.StartsWith('-')))
                output.WriteLine(candidate.Label);
        }
    }
}
