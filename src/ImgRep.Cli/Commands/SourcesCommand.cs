using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Host.Vouching;
using ImgRep.Trust.Vouching;

namespace ImgRep.Cli.Commands;

internal static class SourcesCommand
{
    public static Command Create() => new CommandWithExample("sources", "Say who vouches for the sources of packages", "imgrep sources verify")
    {
        Verify(), SourcesCompareCommand.Create(), Indices(), SourcesPinCommand.Create(),
    };

    private static CommandWithExample Verify()
    {
        var names = CommonOptions.PackageNames("The packages whose sources to verify, and those of all that they need [default: all]");
        var offline = new Option<bool>("--offline") { Description = "Take files from the store and from folders only" };
        var (indices, keys) = (IndexOptions.Folder(), IndexOptions.Keys());
        var command = new CommandWithExample(
            "verify", "Say for each source who vouches for it: upstream by its signature, the distribution's archive by its signed index, both or neither",
            "imgrep sources verify xz --indices out/indices", "a signature of a release is there and does not count", typeof(VouchedAnswer))
        {
            names, indices, keys, CommonOptions.Sources, offline,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var folder = CommonOptions.TreeOf(arguments);
            var upstreams = UpstreamFolder.Read(folder);
            var packages = CheckoutLoader.Load(folder, arguments.GetRequiredValue(names), cancellation).Packages;
            var places = CheckoutSources.Read(folder, CommonOptions.SourceFolders(arguments));
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var listed = await IndexOptions.ReadAsync(arguments, indices, keys, store.Temporary, cancellation);
            var witnesses = new SourceWitnesses(places.Table, new ReleaseSignatures(folder, upstreams, store), listed);
            using var fetcher = new SourceFetcher(store.Sources, places, new FetchOptions { Offline = arguments.GetValue(offline) });
            using var progress = CommandProgress.Start("verifying");
            await fetcher.FetchAsync(witnesses.Needed(packages), new FetchNotes(progress), cancellation);
            var vouched = await witnesses.AskAsync(packages, cancellation);
            var refused = vouched.Where(source => source.Upstream.State == UpstreamState.Refused).ToList();
            foreach (var source in refused)
                Report.Verdict(source.Request.FileName, source.Upstream.ToString());
            Answer.Print(arguments, VouchedAnswer.From(vouched));
            return refused.Count == 0 ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }

    private static CommandWithExample Indices()
    {
        var target = new Argument<string>("FOLDER") { Description = "Where to put them, a folder for each suite" };
        var keys = IndexOptions.Keys();
        var command = new CommandWithExample(
            "indices", "Fetch the signed indices of the suites that the file sources names, from the system's archive", "imgrep sources indices out/indices", null,
            typeof(IndicesAnswer))
        {
            target, keys,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var suites = CheckoutSources.ReadTable(CommonOptions.TreeOf(arguments)).Files.Select(file => file.Suite).Distinct().Order(StringComparer.Ordinal);
            var archive = SystemArchive.Find() ?? throw new EnvironmentException(
                "find", "the distribution's archive", "this system's apt knows none", "run this on a Debian system");
            using var store = new ContentStore(ContentStore.DefaultRoot);
            using var progress = CommandProgress.Start("fetching");
            var fetcher = new IndexFetcher(archive, IndexOptions.KeyringOf(arguments, keys), store.Temporary);
            Answer.Print(arguments, IndicesAnswer.From(await fetcher.FetchAsync(suites, Disk.MakeFolder(Disk.FullPath(arguments.GetRequiredValue(target))), cancellation)));
            return ExitCode.Done;
        });
        return command;
    }
}
