using ImgRep.Building;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>Images that others built of the very same recipes. What they hold was verified by nobody here: only for who trusts them, or those who confirmed them.</summary>
/// <param name="judge">Why an image is not to be taken, in words, or null if it is; null where all are taken.</param>
internal sealed class RegistryCache(
    ContentStore store, RegistryAddress address, SkopeoOptions options, Func<PackageName, Digest, CancellationToken, Task<string?>>? judge, IProgress<BuildEvent> progress)
{
    private readonly ImageRegistry registry = new(store, address, options);

    /// <summary>The tag under which a registry has what a recipe gave.</summary>
    public static string TagOf(Digest recipeKey) => $"recipe-{recipeKey.Hex}";

    /// <summary>Takes what a plan misses, and what becomes known by it, as long as there is something.</summary>
    /// <param name="replan">The plan anew.</param>
    public async Task<BuildPlan> FillAsync(BuildPlan plan, Func<BuildPlan, BuildPlan> replan, CancellationToken cancellation)
    {
        var tried = new HashSet<Digest>();
        while (true)
        {
            var known = plan.Missing.SelectMany(build => build.Missing).Where(route => route.Recipe is not null && tried.Add(route.Recipe.Key)).ToList();
            if (known.Count == 0)
                return plan;
            await Task.WhenAll(known.Select(route => TakeAsync(route, cancellation)));
            plan = replan(plan);
        }
    }

    private async Task TakeAsync(PlannedRoute planned, CancellationToken cancellation)
    {
        var (package, route) = (planned.Route.Package.ToString(), planned.Route);
        try
        {
            var image = await registry.PullTagAsync(package, TagOf(planned.Recipe!.Key), progress, cancellation);
            if (judge is not null && await judge(planned.Route.Package, image, cancellation) is { } problem)
            {
                progress.Report(new Note($"{route.Label}: not taken from {address.Text}, {image} is not confirmed: {problem}"));
                return;
            }
            store.Records.Add(new BuildRecord(planned.Recipe.Key, package, route.Name, image, $"cache {address.Text}", DateTimeOffset.UtcNow, TimeSpan.Zero));
            progress.Report(new Note($"{route.Label}: taken from {address.Text}, {image}"));
        }
        catch (EnvironmentException e) when (e.IsAbsence)
        {
            progress.Report(new Note($"{route.Label}: not in {address.Text}"));
        }
    }
}
