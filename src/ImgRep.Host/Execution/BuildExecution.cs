using System.Collections.Concurrent;
using ImgRep.Building;
using ImgRep.Containerfiles.Stages;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Inside;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Execution;

/// <summary>Builds the packages of a job, several at a time, and those with routes by each of them.</summary>
internal sealed class BuildExecution
{
    private readonly BuildJob job;
    private readonly ContentStore store;
    private readonly IProgress<BuildEvent> progress;
    private readonly StepQuestion? ask;
    private readonly Dictionary<PackageName, JobPackage> packages;
    private readonly Dictionary<PackageName, PackageContext> contexts;
    private readonly Dictionary<PackageName, Digest> images;
    private readonly Dictionary<string, Digest?> seeds;
    private readonly ConcurrentBag<BuiltRoute> built = [];
    private readonly Checkout checkout;
    private readonly RouteVerdict verdict;

    /// <param name="ask">Asks for a step that others have run; null for nobody to ask.</param>
    public BuildExecution(BuildJob job, ContentStore store, StepQuestion? ask, IProgress<BuildEvent> progress)
    {
        (this.job, this.store, this.ask, this.progress) = (job, store, ask, progress);
        packages = job.Packages.ToDictionary(package => package.Name);
        contexts = job.Packages.ToDictionary(package => package.Name, package => PackedContext.Unpack(package.Context));
        images = job.Images.ToDictionary(image => image.Package, image => image.Image);
        seeds = job.Seeds.ToDictionary(seed => seed.Name, seed => (Digest?)seed.Layer, StringComparer.Ordinal);
        checkout = new Checkout(job.Checkout);
        verdict = new RouteVerdict(checkout, store, progress);
    }

    public async Task<BuildResult> RunAsync(CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(job.Options.Jobs);
        var trees = await BuilderChoice.OpenAsync(job.Options, store, slots, job.Options.Steps is { Takes: true } ? ask : null, progress, cancellation);
        var builder = new RouteBuilder(checkout, store, trees, seeds, progress) { Variations = job.Variations };
        var unpacked = job.Packages.Select(package => new Package(package.Name,
            [.. package.Routes.Select(route => PackedRoute.Unpack(package.Name, route, packages.ContainsKey))]));
        var graph = PackageGraph.Create(new PackageSet([.. packages.Keys], [.. unpacked]));
        var missing = job.Packages.SelectMany(package => package.Routes.Where(route => package.Anew || route.Image is null).Select(route => LabelOf(package, route)));
        progress.Report(new BuildPlanned([.. missing.Select(label => new PlannedPackage(label, store.Records.LastElapsed(label)))], job.Options.Jobs));
        await new Schedule(graph, LastElapsed, job.Options.Jobs).RunAsync(async (package, needed) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var results = await BuildRoutesAsync(package, route => BuildAsync(builder, route, needed, cancellation));
            foreach (var (route, result) in package.Routes.Zip(results))
                built.Add(new BuiltRoute(package.Name, route.Name, result.Image));
            var agreed = await verdict.JudgeAsync(package, [.. results.Select(result => result.Image)], cancellation);
            progress.Report(new PackageDone(package.Name.ToString(), agreed, [.. results.Select(result => result.Recipe)]));
            return agreed;
        });
        return new BuildResult([.. built]);
    }

    /// <summary>All at once; one after the other where a shell may be opened, for there is one terminal.</summary>
    private async Task<(Digest Recipe, Digest Image)[]> BuildRoutesAsync(Package package, Func<Route, Task<(Digest Recipe, Digest Image)>> build)
    {
        if (!job.Options.Shell)
            return await Task.WhenAll(package.Routes.Select(build));
        var results = new List<(Digest, Digest)>();
        foreach (var route in package.Routes)
            results.Add(await build(route));
        return [.. results];
    }

    private async Task<(Digest Recipe, Digest Image)> BuildAsync(RouteBuilder builder, Route route, IReadOnlyDictionary<PackageName, Digest> needed, CancellationToken cancellation)
    {
        var context = contexts[route.Package];
        var recipe = BuildPlan.RecipeOf(route, context, ImagesOf(route, needed), seeds)!;
        // What it needs may have come to the same image as before: then so does it.
        if (!packages[route.Package].Anew && BuildPlan.FindImage(store, recipe) is { } image)
        {
            progress.Report(new PackageFinished(route.Label, image, Cached: true, TimeSpan.Zero));
            return (recipe.Key, image);
        }
        return (recipe.Key, await builder.BuildAsync(route, context, recipe, cancellation));
    }

    private Dictionary<PackageName, Digest> ImagesOf(Route route, IReadOnlyDictionary<PackageName, Digest> needed)
    {
        var all = new Dictionary<PackageName, Digest>(needed);
        foreach (var name in route.References.OfType<PackageTarget>().Where(target => target.Pinned is null).Select(target => PackageName.Parse(target.Name)))
        {
            if (images.TryGetValue(name, out var image))
                all[name] = image;
        }
        return all;
    }

    /// <summary>Routes run side by side: the slowest decides.</summary>
    private TimeSpan? LastElapsed(PackageName name) => packages[name].Routes.Max(route => store.Records.LastElapsed(LabelOf(packages[name], route)));

    private static string LabelOf(JobPackage package, JobRoute route) => route.Name is null ? package.Name.ToString() : $"{package.Name}.{route.Name}";
}
