using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Containerfiles.Stages;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Seeds;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Plans;

/// <summary>What a tree needs built: each package after all that it needs, with the recipes that name its inputs by digest.</summary>
/// <param name="Seeds">Every seed that a package of the plan starts from, by name.</param>
public sealed record BuildPlan(PackageGraph Graph, ImmutableArray<PlannedBuild> Builds, ImmutableSortedDictionary<string, Seed> Seeds)
{
    private const int SmallTree = 100;

    /// <summary>What has no image yet.</summary>
    public IEnumerable<PlannedBuild> Missing => Builds.Where(build => build.Image is null);

    /// <summary>The packages that were asked for by name; all if none was.</summary>
    public IEnumerable<PlannedBuild> Asked(ImmutableArray<string> names) => Builds.Where(build => names.IsEmpty || names.Contains(build.Name));

    /// <summary>Some packages and all that they need, in the order of building.</summary>
    public IEnumerable<PlannedBuild> Below(IEnumerable<PackageName> names)
    {
        var needed = names.ToHashSet();
        foreach (var build in Builds.Reverse().Where(build => needed.Contains(build.Package.Name)))
            needed.UnionWith(build.Package.Dependencies.Select(dependency => dependency.Name));
        return Builds.Where(build => needed.Contains(build.Package.Name));
    }

    /// <summary>The layers of the seeds, by name.</summary>
    internal ImmutableSortedDictionary<string, Digest?> SeedLayers { get; } = Seeds.ToImmutableSortedDictionary(seed => seed.Key, seed => seed.Value.Layer, StringComparer.Ordinal);

    /// <summary>This plan with what routes came to.</summary>
    /// <param name="results">By package and route; what was not built stays as it is.</param>
    internal BuildPlan With(IReadOnlyDictionary<(PackageName Package, string? Route), Digest> results)
    {
        var images = new Dictionary<PackageName, Digest>();
        var builds = ImmutableArray.CreateBuilder<PlannedBuild>(Builds.Length);
        foreach (var before in Builds)
        {
            var build = before with
            {
                Routes = [.. before.Routes.Select(planned => results.TryGetValue((before.Package.Name, planned.Route.Name), out var image)
                    ? new PlannedRoute(planned.Route, RecipeOf(planned.Route, before.Context, images, SeedLayers), image)
                    : planned)],
            };
            if (build.Image is { } digest)
                images.Add(build.Package.Name, digest);
            builds.Add(build);
        }
        return this with { Builds = builds.MoveToImmutable() };
    }

    /// <summary>Reads packages and all that they need. Of deferred routes that have no image nothing is planned, where two others suffice to go on.</summary>
    /// <param name="names">As a user gave them; all packages if there are none.</param>
    /// <param name="isComplete">Whether the deferred routes of these packages are planned all the same.</param>
    /// <param name="route">The only route to read of packages that have it; null for all.</param>
    /// <exception cref="RejectedInputException">A name is unknown, or Containerfiles have errors: all of them.</exception>
    public static BuildPlan Read(
        Checkout folder, IReadOnlyCollection<string> names, ContentStore store, CancellationToken cancellation, bool isComplete = false, string? route = null)
    {
        var plan = Create(folder, PackageGraph.Create(CheckoutLoader.Load(folder, names, cancellation, route)), store);
        return plan.Postpone(folder, names, store, isComplete);
    }

    /// <summary>This plan without deferred routes that have no image, and without what only they need.</summary>
    /// <inheritdoc cref="Read"/>
    internal BuildPlan Postpone(Checkout folder, IReadOnlyCollection<string> names, ContentStore store, bool isComplete)
    {
        var asked = names.Select(PackageName.Parse).ToHashSet();
        var plan = this;
        // One package after another: whether a route has an image is known once the images that it uses are.
        while (plan.Builds.FirstOrDefault(CanWait) is { } first)
            plan = Create(folder, plan.Graph.Postpone(asked, first.Missing.Select(planned => planned.Route).ToHashSet().Contains), store, plan);
        return plan;

        // A single route that was chosen is no longer one of several.
        bool CanWait(PlannedBuild build) => build.Package.LeftOut.IsEmpty && !(isComplete && (asked.Count == 0 || asked.Contains(build.Package.Name)))
            && build.Missing.Any(planned => planned.Route.IsDeferred);
    }

    /// <param name="earlier">A plan whose packages have been read already.</param>
    public static BuildPlan Create(Checkout folder, PackageGraph graph, ContentStore store, BuildPlan? earlier = null)
    {
        var contexts = earlier?.Builds.ToDictionary(build => build.Package.Name, build => build.Context)
            ?? ReadContexts(folder, graph, store);
        return store.Session.HoldMany(() => Create(folder, graph, store, contexts, recipe => FindImage(store, recipe)));
    }

    /// <summary>A plan in which nothing has an image yet, whatever the store has.</summary>
    public static BuildPlan CreateEmpty(Checkout folder, PackageGraph graph, ContentStore store) =>
        Create(folder, graph, store, ReadContexts(folder, graph, store), _ => null);

    private static Dictionary<PackageName, PackageContext> ReadContexts(Checkout folder, PackageGraph graph, ContentStore store)
    {
        // Starting the thread pool costs more than it saves in a small tree.
        if (graph.Order.Length < SmallTree)
            return graph.Order.ToDictionary(package => package.Name, Read);
        try
        {
            return graph.Order.AsParallel().AsOrdered().Select(package => (package.Name, Context: Read(package))).ToDictionary(pair => pair.Name, pair => pair.Context);
        }
        catch (AggregateException)
        {
            // One after the other, the first package that cannot be read is the one to name.
            return graph.Order.ToDictionary(package => package.Name, Read);
        }

        PackageContext Read(Package package) => PackageContext.Read(folder, Checkout.PathOf(package.Name), package.HasRoutes, store);
    }

    private static BuildPlan Create(
        Checkout folder, PackageGraph graph, ContentStore store, Dictionary<PackageName, PackageContext> contexts, Func<Recipe, Digest?> find)
    {
        var images = new Dictionary<PackageName, Digest>();
        var agreed = new HashSet<PackageName>();
        var builds = ImmutableArray.CreateBuilder<PlannedBuild>();
        var seeds = ImmutableSortedDictionary.CreateBuilder<string, Seed>(StringComparer.Ordinal);
        var layers = new Dictionary<string, Digest?>(StringComparer.Ordinal);
        var found = new SeedStore(store, archive: null);
        foreach (var package in graph.Order)
        {
            foreach (var name in package.Routes.SelectMany(route => route.Seeds))
                layers[name] = (seeds[name] = seeds.GetValueOrDefault(name) ?? found.Find(SeedStore.ReadPin(folder, name))).Layer;
            var context = contexts[package.Name];
            var isAgreed = package.LeftOut.IsEmpty && package.Dependencies.All(needed => agreed.Contains(needed.Name));
            var build = new PlannedBuild(package, context, [.. package.Routes.Select(route => Plan(route, context, images, layers, find))], isAgreed);
            if (isAgreed)
                agreed.Add(package.Name);
            if (build.Image is { } digest)
                images.Add(package.Name, digest);
            builds.Add(build);
        }
        return new BuildPlan(graph, builds.ToImmutable(), seeds.ToImmutable());
    }

    /// <summary>The recipe of a route, given the images of what it needs; null if one of them is not known.</summary>
    /// <param name="seeds">Their layers.</param>
    /// <param name="platform">Null for that of this machine.</param>
    public static Recipe? RecipeOf(
        Route route, PackageContext context, IReadOnlyDictionary<PackageName, Digest> images, IReadOnlyDictionary<string, Digest?> seeds, Platform? platform = null)
    {
        var used = ImmutableSortedDictionary.CreateBuilder<string, Digest>(StringComparer.Ordinal);
        foreach (var target in route.References)
        {
            switch (target)
            {
                case PackageTarget { Pinned: { } pinned } pin:
                    used[$"{pin.Repository}@{pinned}"] = pinned;
                    break;
                case PackageTarget needed when PackageName.TryParse(needed.Name, out var name) && images.TryGetValue(name, out var image):
                    used[needed.Repository] = image;
                    break;
                case PackageTarget:
                    return null;
                case SeedTarget seed:
                    used[$"seed/{seed.Name}"] = seeds[seed.Name] ?? throw Unpinned(seed.Name);
                    break;
            }
        }
        return new Recipe(platform ?? Platform.Host, Digest.Compute(route.Source.Span), route.Evaluation, context.Digest, used.ToImmutable(),
            [.. route.Sources.Select(source => source.Digest)]);
    }

    /// <summary>The image that a recipe gave before, if all of it is still here.</summary>
    public static Digest? FindImage(ContentStore store, Recipe recipe) =>
        store.Records.Find(recipe.Key) is { } record && store.Images.Has(record.Image) ? record.Image : null;

    private static PlannedRoute Plan(
        Route route, PackageContext context, IReadOnlyDictionary<PackageName, Digest> images, IReadOnlyDictionary<string, Digest?> seeds, Func<Recipe, Digest?> find)
    {
        var recipe = RecipeOf(route, context, images, seeds);
        return new PlannedRoute(route, recipe, recipe is null ? null : find(recipe));
    }

    private static RejectedInputException Unpinned(string seed) => new(Diagnostic.Error(
        SourceSpan.Whole($"seeds/{seed}"), "unpinned-seed", $"the seed '{seed}' has no layer yet", $"imgrep seeds --update {seed}"));
}
