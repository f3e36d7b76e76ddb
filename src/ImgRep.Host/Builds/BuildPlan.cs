using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Host.Builders;
using ImgRep.Host.Seeds;
using ImgRep.Host.Store;
using ImgRep.Host.Tree;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Builds;

/// <summary>One package of a plan.</summary>
/// <param name="Recipe">Null while an image that it uses is not known.</param>
/// <param name="Image">The manifest digest that its recipe gave before; null if it must be built.</param>
public sealed record PlannedBuild(Package Package, PackageContext Context, Recipe? Recipe, Digest? Image);

/// <summary>What a tree needs built: each package after all that it needs, with the recipe that names its inputs by digest.</summary>
/// <param name="Seeds">Every seed that a package of the plan starts from, by name.</param>
public sealed record BuildPlan(PackageGraph Graph, ImmutableArray<PlannedBuild> Builds, ImmutableSortedDictionary<string, Seed> Seeds)
{
    /// <summary>What has no image yet.</summary>
    public IEnumerable<PlannedBuild> Missing => Builds.Where(build => build.Image is null);

    /// <param name="earlier">A plan whose packages have been read already.</param>
    public static BuildPlan Of(TreeFolder folder, PackageGraph graph, ContentStore store, BuildPlan? earlier = null)
    {
        var contexts = earlier?.Builds.ToDictionary(build => build.Package.Name, build => build.Context);
        var images = new Dictionary<PackageName, Digest>();
        var builds = ImmutableArray.CreateBuilder<PlannedBuild>();
        var seeds = ImmutableSortedDictionary.CreateBuilder<string, Seed>(StringComparer.Ordinal);
        foreach (var package in graph.Order)
        {
            var context = contexts?[package.Name] ?? PackageContext.Read(folder.PathOf(package.Name));
            foreach (var name in SeedsOf(package))
                seeds.TryAdd(name, SeedStore.ReadPin(folder.Root, name));
            var recipe = RecipeOf(package, context, images, seeds);
            var image = recipe is null ? null : FindImage(store, recipe);
            if (image is { } digest)
                images.Add(package.Name, digest);
            builds.Add(new PlannedBuild(package, context, recipe, image));
        }
        return new BuildPlan(graph, builds.ToImmutable(), seeds.ToImmutable());
    }

    /// <summary>The recipe of a package, given the images of what it needs; null if one of them is not known.</summary>
    public static Recipe? RecipeOf(
        Package package, PackageContext context, IReadOnlyDictionary<PackageName, Digest> images, IReadOnlyDictionary<string, Seed> seeds)
    {
        var used = ImmutableSortedDictionary.CreateBuilder<string, Digest>(StringComparer.Ordinal);
        foreach (var target in package.References)
        {
            switch (target)
            {
                case PackageTarget { Pinned: { } pinned } pin:
                    used[$"imgrep/{pin.Name}@{pinned}"] = pinned;
                    break;
                case PackageTarget needed when PackageName.TryParse(needed.Name, out var name) && images.TryGetValue(name, out var image):
                    used[$"imgrep/{needed.Name}"] = image;
                    break;
                case PackageTarget:
                    return null;
                case SeedTarget seed:
                    used[$"seed/{seed.Name}"] = seeds[seed.Name].Layer ?? throw Unpinned(seed.Name);
                    break;
            }
        }
        return new Recipe(Platform.Host, context.Containerfile, context.Digest, used.ToImmutable(),
            [.. SourceRequests.Of(package.Containerfile).Select(source => source.Digest)]);
    }

    /// <summary>The seeds that some packages start from.</summary>
    public IEnumerable<Seed> SeedsOf(IEnumerable<PlannedBuild> builds) => builds.SelectMany(build => SeedsOf(build.Package)).Distinct().Select(name => Seeds[name]);

    /// <summary>The image that a recipe gave before, if all of it is still here.</summary>
    public static Digest? FindImage(ContentStore store, Recipe recipe) =>
        store.Records.Find(recipe.Key) is { } record && store.Images.Has(record.Image) ? record.Image : null;

    private static IEnumerable<string> SeedsOf(Package package) => package.References.OfType<SeedTarget>().Select(seed => seed.Name);

    private static RejectedInputException Unpinned(string seed) => new(Diagnostic.Error(
        SourceSpan.Whole($"seeds/{seed}"), "unpinned-seed", $"the seed '{seed}' has no layer yet", $"imgrep seeds --update {seed}"));
}
