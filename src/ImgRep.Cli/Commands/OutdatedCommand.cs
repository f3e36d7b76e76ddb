using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Host.Vouching;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

internal static class OutdatedCommand
{
    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages whose sources to look for, and those of all that they need [default: all]");
        var (indices, keys) = (IndexOptions.Folder(), IndexOptions.Keys());
        var listings = new Option<string?>("--listings")
        {
            Description = "A folder of pages that name releases, each called like its project in the file upstreams",
            HelpName = "DIR",
        };
        var command = new CommandWithExample(
            "outdated", "Say which projects have later versions than those in use; the network is not asked", "imgrep outdated --indices out/indices", null,
            typeof(OutdatedAnswer))
        {
            names, indices, keys, listings,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            if (arguments.GetValue(indices) is null && arguments.GetValue(listings) is null)
            {
                throw new RejectedInputException(Diagnostic.Error(
                    SourceSpan.Whole("outdated"), "nowhere", "there is nowhere to look for later versions", "imgrep sources indices DIR, then --indices DIR; or --listings DIR"));
            }
            var folder = CommonOptions.TreeOf(arguments);
            var upstreams = UpstreamFolder.Read(folder).Table;
            var packages = CheckoutLoader.Load(folder, arguments.GetRequiredValue(names), cancellation).Packages;
            using var store = new ContentStore(ContentStore.DefaultRoot);
            using var progress = CommandProgress.Start("looking");
            var listed = await IndexOptions.ReadAsync(arguments, indices, keys, store.Temporary, cancellation);
            var pages = arguments.GetValue(listings) is { } path ? new SavedListings(Disk.FullPath(path)) : null;
            Answer.Print(arguments, OutdatedAnswer.From(new Outdated(upstreams, CheckoutSources.ReadTable(folder), listed, pages).Find(packages)));
            return ExitCode.Done;
        });
        return command;
    }
}
