using System.CommandLine;
using System.CommandLine.Invocation;
using ImgRep.Cli;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Host.Execution;
using ImgRep.Host.Posix;

try
{
    using var interruption = new Interruption();
    if (InnerProgram.IsAsked(args))
    {
        await InnerProgram.RunAsync(args, interruption.Token);
        return ExitCode.Done;
    }
    var command = CommandTree.Create().Parse(args);
    if (command.Action is ParseErrorAction)
        return Report.Misuse(command);
    if (command.Action is AsynchronousCommandLineAction)
        OpenSsl.ThrowIfMissing();
    using var output = Answer.Open();
    var configuration = new InvocationConfiguration { Output = output, Error = Terminal.Writer, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return await command.InvokeAsync(configuration, interruption.Token);
}
#pragma warning disable CA1031 // Every failure ends here, and Report tells them apart.
catch (Exception failure)
#pragma warning restore CA1031
{
    return Report.Failure(failure);
}
