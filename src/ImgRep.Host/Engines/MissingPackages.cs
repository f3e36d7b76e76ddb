using System.Collections.Concurrent;
using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Engines;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Registries;
using ImgRep.Host.Seeds;
using ImgRep.Host.Store;
using ImgRep.Images.Artifacts;
using ImgRep.Packages;

namespace ImgRep.Host.Engines;

/// <summary>What a registry lacks of a tree, and what it says of earlier builds. Of this machine's store only times count.</summary>
/// <param name="options">Names the packages, and the registry to take from.</param>
/// <param name="byDefault">What a package is expected to take of which there is no record.</param>
public sealed class MissingPackages(Checkout folder, ContentStore store, BuildOptions options, ExpectedCost byDefault, IProgress<BuildEvent> progress)
{
    private const int Asked = 16;

    /// <summary>For how many packages a registry is asked for records before it is for the others.</summary>
    private const int Sample = 500;

    /// <summary>Records are of other machines: a step may hold more memory here.</summary>
    private const double MemoryReserve = 1.5;

    private readonly ConcurrentDictionary<PackageName, SharedRecord?> records = new();

    /// <summary>Plans what is missing; or, to rebuild what is there, all that was asked for.</summary>
    /// <returns>The plan, and the packages that must be built before it can be made: none, if it builds them.</returns>
    public async Task<(EnginePlan Plan, ImmutableArray<PackageName> Lacking)> PlanAsync(JobKind kind, Overhead overhead, CancellationToken cancellation)
    {
        using var client = new RegistryClient(options.CacheFrom!, options.Registry);
        using var registries = new BuildRegistries(store, options, progress, cancellation);
        var graph = PackageGraph.Create(CheckoutLoader.Load(folder, options.Names, cancellation, options.Route));
        await registries.TakeStandInsAsync(folder, graph, cancellation);
        using var cache = new RegistryCache(store, client, judge: null, progress) { IgnoresStore = true };
        var known = await cache.FindAsync(BuildPlan.CreateEmpty(folder, graph, store), cancellation);
        var missing = known.Missing.Select(build => build.Package).ToList();
        if (kind != JobKind.Build && missing.Count > 0)
            return (EnginePlan.Create([], overhead), [.. missing.Select(package => package.Name)]);
        var chosen = kind == JobKind.Build ? missing : [.. known.Asked(options.Names).Select(build => build.Package)];
        await ReadRecordsAsync(client, [.. chosen.SelectMany(package => package.Dependencies.Select(needed => needed.Name).Append(package.Name)).Distinct()], cancellation);
        var times = chosen.ToDictionary(package => package.Name, TimeOf);
        var average = TimeSpan.FromTicks((long)(times.Values.Average(time => time?.Ticks) ?? byDefault.Time.Ticks));
        var names = kind == JobKind.Build ? chosen.Select(package => package.Name).ToHashSet() : [];
        var packages = chosen.ConvertAll(package => new MissingPackage(
            package.Name, [.. package.Dependencies.Select(needed => needed.Name).Where(names.Contains)], CostOf(package, times[package.Name], average)));
        return (EnginePlan.Create(packages, overhead, await LacksInputsAsync(client, chosen, cancellation) ? byDefault : null), []);
    }

    /// <summary>A registry that has no record of any in a large sample is new: of tens of thousands of packages, each would be a question for nothing.</summary>
    private async Task ReadRecordsAsync(RegistryClient client, List<PackageName> packages, CancellationToken cancellation)
    {
        var recipes = new SharedRecipes(store, client, progress);
        var step = Math.Max(1, packages.Count / Sample);
        await ReadAsync((_, index) => index % step == 0);
        if (records.Values.Any(record => record is not null))
            await ReadAsync((_, index) => index % step != 0);

        Task ReadAsync(Func<PackageName, int, bool> chosen) => Parallel.ForEachAsync(
            packages.Where(chosen), new ParallelOptions { MaxDegreeOfParallelism = Asked, CancellationToken = cancellation },
            async (package, token) => records[package] = await recipes.FindLastAsync(package.ToString(), token));
    }

    private TimeSpan? TimeOf(Package package) =>
        records.GetValueOrDefault(package.Name)?.Elapsed ?? package.Routes.Select(route => store.Records.LastElapsed(route.Label)).Max();

    private ExpectedCost CostOf(Package package, TimeSpan? time, TimeSpan average)
    {
        var record = records.GetValueOrDefault(package.Name);
        return new ExpectedCost(
            time ?? average,
            record?.Memory is { } memory ? (long)(memory * MemoryReserve) + (byDefault.Memory / 4) : byDefault.Memory,
            record is { Processor: { } processor, Elapsed.TotalSeconds: > 1 } ? Math.Max(1, (int)Math.Ceiling(processor / record.Elapsed)) : byDefault.Cores)
        {
            IsKnown = time is not null,
            Transfer = package.Dependencies.Sum(needed => records.GetValueOrDefault(needed.Name)?.Size ?? 0),
        };
    }

    private async Task<bool> LacksInputsAsync(RegistryClient client, List<Package> packages, CancellationToken cancellation)
    {
        var routes = packages.SelectMany(package => package.Routes).ToList();
        var sources = routes.SelectMany(route => route.Sources).Select(source => SharedInputs.TagOf(source.Digest)).ToHashSet(StringComparer.Ordinal);
        var seeds = routes.SelectMany(route => route.Seeds).Distinct().Select(name => SharedInputs.TagOf(SeedStore.ReadPin(folder, name))).ToHashSet(StringComparer.Ordinal);
        return (sources.Count > 0 && sources.Except(await client.Sources.ReadTagsAsync(cancellation)).Any())
            || (seeds.Count > 0 && seeds.Except(await client.Seeds.ReadTagsAsync(cancellation)).Any());
    }
}
