using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Packages;

namespace ImgRep.Host.Builds;

/// <summary>Everything that builds may need from outside, before them: inside the namespaces there is no way out.</summary>
internal sealed class InputFetch(Checkout folder, ContentStore store, BuildOptions options, IProgress<BuildEvent> progress)
{
    public async Task RunAsync(IReadOnlyCollection<Route> routes, CancellationToken cancellation)
    {
        using var registries = new BuildRegistries(store, options, progress, cancellation);
        await RunAsync(routes, registries, cancellation);
    }

    /// <param name="registries">Those that may have them, and are to have them.</param>
    public async Task RunAsync(IReadOnlyCollection<Route> routes, BuildRegistries registries, CancellationToken cancellation)
    {
        var places = CheckoutSources.Read(folder, options.SourceFolders);
        var sources = routes.SelectMany(route => route.Sources).ToList();
        await (registries.From?.TakeSourcesAsync(sources, cancellation) ?? Task.CompletedTask);
        using var fetcher = new SourceFetcher(store.Sources, places, new FetchOptions());
        var fetched = await fetcher.FetchAsync(sources, new FetchNotes(progress), cancellation);
        foreach (var miss in fetched.SelectMany(source => source.Misses.Where(miss => miss.Other is not null)))
            progress.Report(new Note($"{miss.Place} {miss.Reason}: nothing of it was kept"));
        await (registries.To?.PutSourcesAsync(sources, cancellation) ?? Task.CompletedTask);
        await registries.EnsureSeedsAsync(folder, routes, places.Archive, cancellation);
    }
}
