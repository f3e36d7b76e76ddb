using System.CommandLine;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class GcCommand
{
    public static Command Create()
    {
        var keep = ByteCount.Option("--keep", "How much may stay, like 500M or 20G");
        keep.Required = true;
        var command = new CommandWithExample("gc", "Make room in the store: remove what was not used for longest", "imgrep gc --keep 20G") { keep };
        command.OnRun((arguments, _) =>
        {
            if (!UserNamespace.IsInside)
                return UserNamespace.Run([.. Environment.GetCommandLineArgs().Skip(1)]);
            UserNamespace.Prepare();
            using var store = new ContentStore(ContentStore.DefaultRoot);
            Freed.Print(new StoreGarbage(store).Collect(arguments.GetRequiredValue(keep)!.Value), arguments);
            return ExitCode.Done;
        });
        return command;
    }
}
