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
        var from = RegistryOptions.Address("--cache-from", "Take the sources that this registry has from there, and seeds for --push-to", required: false);
        var to = RegistryOptions.Address("--push-to", "Bring the sources to this registry, and the seeds that packages start from", required: false);
        var registry = new RegistryOptions();
        var command = new CommandWithExample(
            "fetch", "Fetch the sources of packages into the store, and print where they lie", "imgrep fetch busybox",
            null, typeof(FetchAnswer))
        {
            names, CommonOptions.Sources, offline, from, to,
        };
        registry.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var folder = CommonOptions.TreeOf(arguments);
            var tree = CheckoutLoader.Load(folder, arguments.GetRequiredValue(names), cancellation);
            var routes = tree.Packages.OrderBy(package => package.Name).SelectMany(package => package.Routes).ToList();
            var requests = routes.SelectMany(route => route.Sources).ToList();
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var places = CheckoutSources.Read(folder, CommonOptions.SourceFolders(arguments));
            using var fetcher = new SourceFetcher(store.Sources, places, new FetchOptions { Offline = arguments.GetValue(offline) });
            using var progress = CommandProgress.Start("fetching");
            var shared = new BuildOptions([], Jobs: 1) { CacheFrom = arguments.GetValue(from), PushTo = arguments.GetValue(to), Registry = registry.Read(arguments) };
            using var registries = new BuildRegistries(store, shared, progress, cancellation);
            await (registries.From?.TakeSourcesAsync(requests, cancellation) ?? Task.CompletedTask);
            var sources = await fetcher.FetchAsync(requests, new FetchNotes(progress), cancellation);
            await registries.ShareInputsAsync(folder, routes, places.Archive, cancellation);
            foreach (var miss in sources.SelectMany(source => source.Misses))
                Report.Warning(miss.Place, miss.Reason);
            Answer.Print(arguments, FetchAnswer.From(sources, store.Sources));
            return ExitCode.Done;
        });
        return command;
    }
}
