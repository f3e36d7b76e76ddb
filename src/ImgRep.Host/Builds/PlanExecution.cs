using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Builds;

/// <summary>Builds the packages of a plan that have no image, several at a time, and those with routes by each of them.</summary>
internal sealed class PlanExecution(Checkout folder, ContentStore store, BuildOptions options, BuildPlan plan, IProgress<BuildEvent> progress)
{
    private readonly Dictionary<PackageName, PlannedBuild> builds = plan.Builds.ToDictionary(build => build.Package.Name);
    private readonly RouteVerdict verdict = new(folder, store, progress);

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(options.Jobs);
        var builder = new RouteBuilder(folder, store, await BuilderChoice.OpenAsync(options, store, slots, cancellation), plan.Seeds, progress) { Variations = options.Variations };
        var missing = plan.Builds.SelectMany(build => options.BuildsAnew(build.Package.Name) ? build.Routes : build.Missing).Select(planned => planned.Route.Label);
        progress.Report(new BuildPlanned([.. missing.Select(label => new PlannedPackage(label, store.Records.LastElapsed(label)))], options.Jobs));
        await new Schedule(plan.Graph, LastElapsed, options.Jobs).RunAsync(async (package, images) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var results = await BuildRoutesAsync(package, route => BuildAsync(builder, route, images, cancellation));
            return await verdict.JudgeAsync(package, results, cancellation);
        });
    }

    /// <summary>All at once; one after the other where a shell may be opened, for there is one terminal.</summary>
    private async Task<Digest[]> BuildRoutesAsync(Package package, Func<Route, Task<Digest>> build)
    {
        if (!options.Shell)
            return await Task.WhenAll(package.Routes.Select(build));
        var results = new List<Digest>();
        foreach (var route in package.Routes)
            results.Add(await build(route));
        return [.. results];
    }

    private async Task<Digest> BuildAsync(RouteBuilder builder, Route route, IReadOnlyDictionary<PackageName, Digest> images, CancellationToken cancellation)
    {
        var context = builds[route.Package].Context;
        var recipe = BuildPlan.RecipeOf(route, context, images, plan.Seeds)!;
        // What it needs may have come to the same image as before: then so does it.
        if (!options.BuildsAnew(route.Package) && BuildPlan.FindImage(store, recipe) is { } image)
            return image;
        return await builder.BuildAsync(route, context, recipe, cancellation);
    }

    /// <summary>Routes run side by side: the slowest decides.</summary>
    private TimeSpan? LastElapsed(PackageName name) => builds[name].Package.Routes.Max(route => store.Records.LastElapsed(route.Label));
}
