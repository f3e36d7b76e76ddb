using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class LowerCommand
{
    public static Command Create()
    {
        var building = new BuildArguments("The package", count: PackageCount.One);
        var output = new Option<string>("--output", "-o") { Description = "The folder to write, new or empty", HelpName = "DIR", Required = true };
        var command = new CommandWithExample(
            "lower", "Write a package as a folder that Docker, Buildah or Podman of any age builds without network, and print its path",
            "imgrep lower busybox --output /tmp/busybox", "the routes of a package that it needs differ", typeof(LowerAnswer))
        {
            output,
        };
        building.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var options = building.Read(arguments);
            var package = options.Names.Single();
            var target = Disk.FullPath(arguments.GetRequiredValue(output));
            var lowering = new LoweredFolder(CommonOptions.TreeOf(arguments), store, options, new PlainProgress());
            var needed = lowering.NeededBy(package, cancellation);
            if (needed.Count > 0)
                _ = await BuildArguments.RunAsync(arguments, options with { Names = [.. needed] }, store, cancellation);
            await lowering.WriteAsync(package, target, cancellation);
            Answer.Print(arguments, new LowerAnswer(target));
            return ExitCode.Done;
        });
        return command;
    }
}
