using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class FetchCommand
{
    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages whose sources to fetch, and those of all that they need [default: all]");
        var offline = new Option<bool>("--offline") { Description = "Look into the store and into folders only" };
        var command = new CommandWithExample(
            "fetch", "Fetch the sources of packages into the store, and print where they lie", "imgrep fetch busybox",
            null, typeof(FetchAnswer))
        {
            names, CommonOptions.Sources, offline,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var folder = CommonOptions.TreeOf(arguments);
            var tree = CheckoutLoader.Load(folder, arguments.GetRequiredValue(names), cancellation);
            var requests = tree.Packages.OrderBy(package => package.Name).SelectMany(package => package.Routes).SelectMany(route => route.Sources);
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var places = CheckoutSources.Read(folder, CommonOptions.SourceFolders(arguments));
            using var fetcher = new SourceFetcher(store.Sources, places, new FetchOptions { Offline = arguments.GetValue(offline) });
            using var progress = CommandProgress.Start("fetching");
            var sources = await fetcher.FetchAsync(requests, new FetchNotes(progress), cancellation);
            foreach (var miss in sources.SelectMany(source => source.Misses))
                Report.Warning(miss.Place, miss.Reason);
            Answer.Print(arguments, FetchAnswer.From(sources, store.Sources));
            return ExitCode.Done;
        });
        return command;
    }
}
