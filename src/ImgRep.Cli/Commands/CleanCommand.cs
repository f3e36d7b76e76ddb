using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Options;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class CleanCommand
{
    public static Command Create()
    {
        var sources = new Option<bool>("--sources") { Description = "Remove the sources that were fetched, too" };
        var command = new CommandWithExample("clean", "Remove everything that was built: out/, and images and steps in the store", "imgrep clean && imgrep build")
        {
            sources,
        };
        command.OnRun((arguments, cancellation) =>
        {
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var garbage = new StoreGarbage(store, cancellation);
            if (UserNamespace.IsInside)
            {
                UserNamespace.Prepare();
                return FreedAnswer.Conclude(arguments, garbage.RemoveAll(arguments.GetValue(sources)));
            }
            // Some of it may belong to ids that are not those inside.
            garbage.RemoveVaried();
            TemporaryFolders.RemoveUnlessInterrupted(Path.Combine(CommonOptions.TreeOf(arguments).Root, "out"), cancellation);
            return UserNamespace.Run([.. Environment.GetCommandLineArgs().Skip(1)]);
        });
        return command;
    }
}
