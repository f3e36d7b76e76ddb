using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class ShellCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The package", count: PackageCount.One);
        var command = new CommandWithExample(
            "shell", "Open a shell in the sandbox, in place of the first step that has no result: where a build failed, on what the failed step left", "imgrep shell busybox",
            "the routes of a package that it needs differ");
        building.AddTo(command);
        command.RefuseJson();
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var options = building.Read(arguments) with { Shell = true };
            return await new BuildSession(CommonOptions.TreeOf(arguments), store, options, BuildArguments.Watch(options)).ShellAsync(cancellation) ?? ExitCode.Done;
        });
        return command;
    }
}
