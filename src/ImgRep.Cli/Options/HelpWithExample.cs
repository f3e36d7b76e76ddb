using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ImgRep.Cli.Display;
using ImgRep.Host.Posix;

namespace ImgRep.Cli.Options;

/// <summary>Prints the usual help, then the command's exit codes and its example.</summary>
internal sealed class HelpWithExample : SynchronousCommandLineAction
{
    private readonly HelpAction help = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        // By itself it would ask the console, which sets up the terminal first.
        help.MaxWidth = Console.IsOutputRedirected ? int.MaxValue : TerminalWindow.SizeOf(StandardDescriptor.Output).Columns;
        var exitCode = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CommandWithExample command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Exit codes:");
            foreach (var (code, meaning) in ExitCodes(command))
                output.WriteLine($"  {code}  {meaning}");
            output.WriteLine($"\nExample:\n  {command.Example}\n");
        }
        return exitCode;
    }

    private static IEnumerable<(int Code, string Meaning)> ExitCodes(CommandWithExample command) =>
    [
        (ExitCode.Done, "done"),
        (ExitCode.RejectedInput, "what was given is not accepted: a mistake in a file, a name, an option"),
        .. command.Verdict is null ? (ReadOnlySpan<(int, string)>)[] : [(ExitCode.NegativeVerdict, command.Verdict)],
        (ExitCode.EnvironmentFailed, "the environment failed: a disk, a network, a program that is missing"),
    ];
}
