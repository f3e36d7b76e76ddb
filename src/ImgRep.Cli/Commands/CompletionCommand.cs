using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Options;

namespace ImgRep.Cli.Commands;

internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" }.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new CommandWithExample(
            "completion", "Print a script that completes commands, options and package names in a shell", "eval \"$(imgrep completion bash)\"")
        {
            shell,
        };
        command.RefuseJson();
        command.SetAction(arguments => Print(arguments.GetRequiredValue(shell)));
        return command;
    }

    private static void Print(string shell)
    {
        using var script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{shell}")!;
        using var output = Answer.Bytes();
        script.CopyTo(output);
    }
}
