using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using ImgRep.Building;
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
        var command = new CommandWithExample("fetch", "Fetch the sources of packages into the store, and print where they lie", "imgrep fetch busybox")
        {
            names, CommonOptions.Sources, offline,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var folder = CommonOptions.TreeOf(arguments);
            var tree = CheckoutLoader.Load(folder, arguments.GetRequiredValue(names), cancellation);
            var requests = tree.Packages.OrderBy(package => package.Name).SelectMany(package => package.Routes).SelectMany(route => SourceRequests.Collect(route.Containerfile));
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var places = CheckoutSources.Read(folder, CommonOptions.SourceFolders(arguments));
            using var fetcher = new SourceFetcher(store.Sources, places, new FetchOptions { Offline = arguments.GetValue(offline) });
            var sources = await fetcher.FetchAsync(requests, new FetchNotes(new PlainProgress()), cancellation);
            foreach (var miss in sources.SelectMany(source => source.Misses))
                Report.Warning(miss.Place, miss.Reason);
            Print(sources, store.Sources, arguments.GetValue(CommonOptions.Json));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ImmutableArray<FetchedSource> sources, SourceStore store, bool asJson)
    {
        if (asJson)
        {
            Answer.WriteJson(json => Write(sources, store, json));
            return;
        }
        using var output = Answer.Open();
        foreach (var source in sources)
            output.WriteLine($"{source.Request.Digest.Hex}  {store.PathOf(source.Request.Digest)}");
    }

    /// <summary><c>{"sources":[{"digest","url","path","from"}]}</c>; from is missing where the store had the source already.</summary>
    private static void Write(ImmutableArray<FetchedSource> sources, SourceStore store, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("sources");
        foreach (var source in sources)
        {
            json.WriteStartObject();
            json.WriteString("digest", source.Request.Digest.ToString());
            json.WriteString("url", source.Request.Url.AbsoluteUri);
            json.WriteString("path", store.PathOf(source.Request.Digest));
            if (source.Place is not null)
                json.WriteString("from", source.Place);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
