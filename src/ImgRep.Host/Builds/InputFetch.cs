using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Seeds;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Packages;

namespace ImgRep.Host.Builds;

/// <summary>Everything that builds may need from outside, before them: inside the namespaces there is no way out.</summary>
internal sealed class InputFetch(Checkout folder, ContentStore store, BuildOptions options, IProgress<BuildEvent> progress)
{
    public async Task RunAsync(IReadOnlyCollection<Route> routes, CancellationToken cancellation)
    {
        var places = CheckoutSources.Read(folder, options.SourceFolders);
        using var fetcher = new SourceFetcher(store.Sources, places, new FetchOptions());
        var fetched = await fetcher.FetchAsync(routes.SelectMany(route => route.Sources), new FetchNotes(progress), cancellation);
        foreach (var miss in fetched.SelectMany(source => source.Misses.Where(miss => miss.Other is not null)))
            progress.Report(new Note($"{miss.Place} {miss.Reason}: nothing of it was kept"));
        var seeds = new SeedStore(store, places.Archive);
        foreach (var seed in routes.SelectMany(route => route.Seeds).Distinct())
            await seeds.EnsureAsync(SeedStore.ReadPin(folder, seed), progress, cancellation);
    }
}
