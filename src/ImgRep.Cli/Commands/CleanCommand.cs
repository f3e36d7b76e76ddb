using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Inside;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class CleanCommand
{
    public static Command Create()
    {
        var sources = new Option<bool>("--sources") { Description = "Remove the sources that were fetched, too" };
        var command = new CommandWithExample(
            "clean", "Remove everything that was built: out/, and images and steps in the store", "imgrep clean && imgrep build",
            null, typeof(FreedAnswer))
        {
            sources,
        };
        command.OnRun((arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            using var progress = CommandProgress.Start("removing");
            TemporaryFolders.RemoveUnlessInterrupted(Path.Combine(CommonOptions.TreeOf(arguments).Root, "out"), cancellation);
            return FreedAnswer.Conclude(arguments, new StoreRemoval(store, progress, cancellation).Clear(arguments.GetValue(sources)));
        });
        return command;
    }
}
