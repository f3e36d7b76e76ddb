using System.CommandLine;
using System.CommandLine.Invocation;
using ImgRep.Cli;

using var interruption = new Interruption();
try
{
    var command = CommandTree.Create().Parse(args);
    if (command.Action is ParseErrorAction)
        return Report.Misuse(command);
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return await command.InvokeAsync(configuration, interruption.Token);
}
#pragma warning disable CA1031 // Every failure ends here, and Report tells them apart.
catch (Exception failure)
#pragma warning restore CA1031
{
    return Report.Failure(failure);
}
