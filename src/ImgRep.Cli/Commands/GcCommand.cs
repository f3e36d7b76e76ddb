using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Inside;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class GcCommand
{
    public static Command Create()
    {
        var keep = ByteCount.Option("--keep", "How much may stay, like 500M or 20G");
        keep.Required = true;
        var command = new CommandWithExample(
            "gc", "Make room in the store: remove what was not used for longest", "imgrep gc --keep 20G",
            null, typeof(FreedAnswer)) { keep };
        command.OnRun((arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            using var progress = CommandProgress.Start("removing");
            return FreedAnswer.Conclude(arguments, new StoreRemoval(store, progress, cancellation).Collect(arguments.GetRequiredValue(keep)!.Value));
        });
        return command;
    }
}
