using System.Collections.Concurrent;
using ImgRep.Building;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>Images that others built of the very same recipes. What they hold was verified by nobody here: only for who trusts them, or those who confirmed them.</summary>
/// <param name="judge">Why an image is not to be taken, in words, or null if it is; null where all are taken.</param>
public sealed class RegistryCache(
    ContentStore store, RegistryClient client, Func<PackageName, Digest, CancellationToken, Task<string?>>? judge, IProgress<BuildEvent> progress) : IDisposable
{
    private const int Asked = 16;
    private const int Copied = 4;

    private readonly SharedRecipes recipes = new(store, client, progress);
    private readonly ImageRegistry images = new(store, client, progress);
    private readonly ConcurrentDictionary<Digest, Lazy<Task<Digest?>>> known = new();
    private readonly ConcurrentDictionary<Digest, bool> refused = new();
    private readonly SemaphoreSlim asking = new(Asked);

    /// <summary>Whether what this machine has counts as missing: for plans of other machines.</summary>
    public bool IgnoresStore { get; init; }

    public void Dispose() => asking.Dispose();

    /// <summary>A plan with the images that the registry has of recipes which this store has none of; of what these make known, too. Nothing is copied yet.</summary>
    public async Task<BuildPlan> FindAsync(BuildPlan plan, CancellationToken cancellation)
    {
        var found = new Dictionary<PackageName, Task<PlannedBuild>>(plan.Builds.Length);
        foreach (var build in plan.Builds)
            found[build.Package.Name] = build.Image is not null ? Task.FromResult(build) : CompleteAsync(build);
        return plan with { Builds = [.. await Task.WhenAll(plan.Builds.Select(build => found[build.Package.Name]))] };

        async Task<PlannedBuild> CompleteAsync(PlannedBuild build)
        {
            var needed = new Dictionary<PackageName, Digest>();
            foreach (var dependency in build.Package.Dependencies)
            {
                if ((await found[dependency.Name]).Image is { } image)
                    needed[dependency.Name] = image;
            }
            return build with { Routes = [.. await Task.WhenAll(build.Routes.Select(route => CompleteRouteAsync(route, build.Context, needed)))] };
        }

        async Task<PlannedRoute> CompleteRouteAsync(PlannedRoute planned, PackageContext context, Dictionary<PackageName, Digest> needed)
        {
            if (planned.Image is not null || BuildPlan.RecipeOf(planned.Route, context, needed, plan.SeedLayers) is not { } recipe)
                return planned;
            return planned with { Recipe = recipe, Image = FindHere(recipe) ?? await FindImageAsync(planned.Route, recipe.Key, cancellation) };
        }
    }

    /// <summary>Copies images of a plan that only the registry has into the store.</summary>
    /// <returns>Whether all could be had. If not, the plan is to be completed again: what cannot be had is not found any more.</returns>
    public async Task<bool> TakeAsync(IEnumerable<PlannedBuild> wanted, CancellationToken cancellation)
    {
        var before = refused.Count;
        await Parallel.ForEachAsync(
            wanted.SelectMany(build => build.Routes).Where(route => route.Image is { } image && store.Records.Find(route.Recipe!.Key)?.Image != image).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = Copied, CancellationToken = cancellation },
            async (route, token) => await TakeAsync(route.Route, route.Recipe!.Key, route.Image!, token));
        return refused.Count == before;
    }

    private Digest? FindHere(Recipe recipe) => IgnoresStore ? null : BuildPlan.FindImage(store, recipe);

    private async Task<Digest?> FindImageAsync(Route route, Digest recipe, CancellationToken cancellation) =>
        refused.ContainsKey(recipe) ? null : await known.GetOrAdd(recipe, _ => new Lazy<Task<Digest?>>(() => AskAsync(route, recipe, cancellation))).Value;

    private async Task<Digest?> AskAsync(Route route, Digest recipe, CancellationToken cancellation)
    {
        await asking.WaitAsync(cancellation);
        try
        {
            if (await recipes.FindAsync(route.Package.ToString(), recipe, cancellation) is not { } record)
            {
                if (!IgnoresStore)
                    progress.Report(new Note($"{route.Label}: not in {client.Address.Text}"));
                return null;
            }
            if (judge is null || await judge(route.Package, record.Image.Digest, cancellation) is not { } problem)
                return record.Image.Digest;
            progress.Report(new Note($"{route.Label}: not taken from {client.Address.Text}, {record.Image.Digest} is not confirmed: {problem}"));
        }
        catch (EnvironmentException failure) when (failure.IsWrong)
        {
            progress.Report(new Note($"{route.Label}: not taken from {client.Address.Text}: {failure.Message}"));
        }
        finally
        {
            asking.Release();
        }
        return null;
    }

    private async Task TakeAsync(Route route, Digest recipe, Digest image, CancellationToken cancellation)
    {
        var package = route.Package.ToString();
        try
        {
            await images.PullAsync(package, image, cancellation);
            store.Records.Add(new BuildRecord(recipe, package, route.Name, image, $"cache {client.Address.Text}", DateTimeOffset.UtcNow, TimeSpan.Zero));
            progress.Report(new Note($"{route.Label}: taken from {client.Address.Text}, {image}"));
        }
        catch (EnvironmentException failure) when (failure.IsAbsence || failure.IsWrong)
        {
            Refuse(failure.Message);
        }
        catch (RejectedInputException rejected)
        {
            Refuse(rejected.Diagnostics[0].Message);
        }

        void Refuse(string reason)
        {
            refused[recipe] = true;
            progress.Report(new Note($"{route.Label}: not taken from {client.Address.Text}: {reason}"));
        }
    }
}
