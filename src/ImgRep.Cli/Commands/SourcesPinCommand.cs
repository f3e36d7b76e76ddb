using System.CommandLine;
using ImgRep.Building;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Host.Updates;

namespace ImgRep.Cli.Commands;

internal static class SourcesPinCommand
{
    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages whose commits to look at, and those of all that they need [default: all]");
        var command = new CommandWithExample(
            "pin", "Fetch the commits that packages add and the file commits does not have, and write down the hashes of what is in them", "imgrep sources pin app", null,
            typeof(PinAnswer))
        {
            names,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            using var store = new ContentStore(ContentStore.DefaultRoot);
            using var progress = CommandProgress.Start("fetching");
            var pins = new CommitPins(tree, store, CheckoutSources.Read(tree, []), new FetchOptions());
            var pinned = new List<PinnedCommit>();
            foreach (var missing in pins.FindMissing(arguments.GetRequiredValue(names), cancellation))
            {
                progress.Report(new Note($"fetching {missing.Commit} from {missing.Url.AbsoluteUri}"));
                pinned.Add(await Task.Run(() => pins.Write(missing, cancellation), cancellation));
            }
            Answer.Print(arguments, PinAnswer.From(pinned));
            return ExitCode.Done;
        });
        return command;
    }
}
