using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Options;
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
        command.OnRun((arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var garbage = new StoreGarbage(store, cancellation);
            if (!UserNamespace.IsInside)
            {
                // Some of it may belong to ids that are not those inside.
                garbage.RemoveVaried();
                return UserNamespace.Run([.. Environment.GetCommandLineArgs().Skip(1)]);
            }
            UserNamespace.Prepare();
            return FreedAnswer.Conclude(arguments, garbage.Collect(arguments.GetRequiredValue(keep)!.Value));
        });
        return command;
    }
}
