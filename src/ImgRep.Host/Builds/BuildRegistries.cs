using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Registries;
using ImgRep.Host.Seeds;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Packages;

namespace ImgRep.Host.Builds;

/// <summary>The registries that a build takes from, and brings to what it has made; mostly one and the same.</summary>
public sealed class BuildRegistries : IDisposable
{
    private readonly ContentStore store;
    private readonly BuildOptions options;
    private readonly IProgress<BuildEvent> progress;
    private readonly List<RegistryClient> clients = [];
    private readonly RegistryCache? cache;
    private readonly SharingProgress? sharing;
    private readonly SharedSteps? steps;
    private readonly CancellationToken cancellation;

    /// <param name="progress">Told what is taken and brought.</param>
    public BuildRegistries(ContentStore store, BuildOptions options, IProgress<BuildEvent> progress, CancellationToken cancellation)
    {
        (this.store, this.options, this.progress, this.cancellation) = (store, options, progress, cancellation);
        // Other builders know no steps, and nobody confirms any.
        var takesSteps = options is { Builder: BuilderChoice.Embedded, CacheFrom: not null, JudgeCached: null };
        if (options.CacheFrom is { } from)
        {
            cache = new RegistryCache(store, Connect(from), options.JudgeCached, progress);
            From = new SharedInputs(store, Connect(from), progress);
            steps = takesSteps ? new SharedSteps(Connect(from), progress) : null;
        }
        if (options.PushTo is { } to)
        {
            sharing = new SharingProgress(store, Connect(to), options.NoCache, progress, cancellation);
            To = new SharedInputs(store, Connect(to), progress);
        }
        if (takesSteps || options.PushSteps)
            Steps = new StepFolder(store.Temporary.NewFolder(), takesSteps, options.PushSteps ? SharedSteps.Least() : null) { IsOnePlace = options.CacheFrom == options.PushTo };
    }

    /// <summary>Where sources and seeds are looked for first; null for nowhere.</summary>
    public SharedInputs? From { get; }

    /// <summary>What gets the sources and seeds that were fetched; null for nothing.</summary>
    public SharedInputs? To { get; }

    /// <summary>How steps are exchanged with what builds; null where they are not.</summary>
    internal StepFolder? Steps { get; }

    /// <summary>To be told how a build goes: packages are brought to the registry as they are done.</summary>
    public IProgress<BuildEvent> Progress => sharing ?? progress;

    /// <summary>Learns what seeds have come to elsewhere, before recipes are made of them, if what the registry says is trusted unverified.</summary>
    public async Task TakeStandInsAsync(Checkout folder, PackageGraph graph, CancellationToken cancellation)
    {
        if (From is null || options.JudgeCached is not null)
            return;
        foreach (var name in graph.Order.SelectMany(package => package.Routes).SelectMany(route => route.Seeds).Distinct())
            await From.TakeStandInAsync(SeedStore.ReadPin(folder, name), cancellation);
    }

    /// <summary>Brings sources of the store there, and seeds, which are made if they are nowhere.</summary>
    /// <param name="archive">The system's; null if it has none.</param>
    public async Task ShareInputsAsync(Checkout folder, IReadOnlyCollection<Route> routes, SystemArchive? archive, CancellationToken cancellation)
    {
        if (To is null)
            return;
        await To.PutSourcesAsync(routes.SelectMany(route => route.Sources), cancellation);
        await EnsureSeedsAsync(folder, routes, archive, cancellation);
    }

    /// <summary>Has the seeds that routes start from: from the registry, or made anew.</summary>
    /// <inheritdoc cref="ShareInputsAsync"/>
    internal async Task EnsureSeedsAsync(Checkout folder, IReadOnlyCollection<Route> routes, SystemArchive? archive, CancellationToken cancellation)
    {
        var seeds = new SeedStore(store, archive);
        foreach (var pin in routes.SelectMany(route => route.Seeds).Distinct().Select(seed => SeedStore.ReadPin(folder, seed)))
        {
            await (From?.TakeSeedAsync(pin, cancellation) ?? Task.CompletedTask);
            await seeds.EnsureAsync(pin, progress, cancellation);
            await (To?.PutSeedAsync(pin, cancellation) ?? Task.CompletedTask);
        }
    }

    /// <summary>A plan with the images that the registry has; those that are needed here are in the store then.</summary>
    public async Task<BuildPlan> FillAsync(BuildPlan plan, CancellationToken cancellation)
    {
        if (cache is null)
            return plan;
        while (true)
        {
            var filled = await cache.FindAsync(plan, cancellation);
            var built = filled.Builds.Where(build => build.Image is null || options.BuildsAnew(build.Package.Name)).Select(build => build.Package).ToList();
            var needed = built.SelectMany(package => package.Dependencies).Select(needed => needed.Name).ToHashSet();
            // A machine that brings what it has done to a registry has no other use for what that rests on.
            var kept = options.PushTo is null ? filled.Builds : [.. filled.Asked(options.Names).Where(build => !options.BuildsAnew(build.Package.Name))];
            needed.UnionWith(kept.Select(build => build.Package.Name));
            if (await cache.TakeAsync(filled.Builds.Where(build => build.Image is not null && needed.Contains(build.Package.Name)), cancellation))
                return filled;
        }
    }

    /// <summary>Takes a step that others have run, if there is one.</summary>
    internal async Task<TakenStep?> TakeStepAsync(StepRequest step) => steps is null ? null : await steps.TakeAsync(step, Steps!.Path, cancellation);

    /// <summary>Brings what was asked for there if that was not done yet: it may have been built before.</summary>
    /// <exception cref="RecipesDifferException">The registry has another image of a recipe.</exception>
    /// <exception cref="EnvironmentException">Something could not be brought there.</exception>
    public async Task CompleteAsync(BuildPlan plan)
    {
        if (sharing is null)
            return;
        sharing.Share(plan.Asked(options.Names).Where(build => build.Image is not null).SelectMany(build => build.Routes).Select(route => route.Recipe!.Key));
        await sharing.CompleteAsync();
    }

    /// <summary>After a failure: what is done is brought there all the same.</summary>
    public async Task SettleAsync()
    {
        try
        {
            await (sharing?.CompleteAsync() ?? Task.CompletedTask);
        }
        catch (Exception failure) when (failure is RecipesDifferException or EnvironmentException or DamagedStoreException or OperationCanceledException)
        {
            progress.Report(new Note(failure.Message));
        }
    }

    public void Dispose()
    {
        cache?.Dispose();
        sharing?.Dispose();
        clients.ForEach(client => client.Dispose());
    }

    private RegistryClient Connect(RegistryAddress address)
    {
        var client = clients.Find(client => client.Address == address);
        if (client is null)
            clients.Add(client = new RegistryClient(address, options.Registry));
        return client;
    }
}
