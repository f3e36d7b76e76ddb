using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ImgRep.Host.Posix;

namespace ImgRep.Cli.Options;

/// <summary>A command whose help ends with an example.</summary>
internal sealed class CommandWithExample(string name, string description, string example) : Command(name, description)
{
    public string Example { get; } = example;

    /// <summary>What the command does; it gives the exit code.</summary>
    public void OnRun(Func<ParseResult, CancellationToken, int> run) =>
        SetAction((arguments, cancellation) => Task.FromResult(run(arguments, cancellation)));
}

/// <summary>Prints the usual help, then the command's example.</summary>
internal sealed class HelpWithExample : SynchronousCommandLineAction
{
    private readonly HelpAction help = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        // By itself it would ask the console, which sets up the terminal first.
        help.MaxWidth = Console.IsOutputRedirected ? int.MaxValue : TerminalWindow.SizeOf(StandardDescriptor.Output).Columns;
        var exitCode = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CommandWithExample { Example: var example })
            parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {example}\n");
        return exitCode;
    }
}
