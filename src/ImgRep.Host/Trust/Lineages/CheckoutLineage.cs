using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Seeds;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.Lineages;
using ImgRep.Trust.People;

namespace ImgRep.Host.Trust.Lineages;

/// <summary>What packages of a tree are made of and who has confirmed it, by the files of the tree alone: no store and no network is asked.</summary>
/// <param name="Images">Each after all that it needs.</param>
/// <param name="Seeds">As the tree pins them, by name.</param>
/// <param name="Signed">Null where nobody has signed the tree.</param>
/// <param name="Sources">The tree's table of what the source archive has.</param>
public sealed record CheckoutLineage(
    ImmutableArray<LineageImage> Images, ImmutableSortedDictionary<string, Seed> Seeds, VerifiedCheckout? Signed, SourceTable Sources)
{
    /// <param name="chosen">Names as a user gave them, whose lineages matter; all if there are none.</param>
    /// <param name="trusted">People, or keys, that the user trusts, for policies that ask who has certified whom.</param>
    /// <param name="now">Nothing signed later counts.</param>
    public static async Task<CheckoutLineage> ReadAsync(
        Checkout tree, IReadOnlyCollection<string> chosen, IReadOnlyCollection<string> trusted, DateTimeOffset now, CancellationToken cancellation)
    {
        var graph = PackageGraph.Create(CheckoutLoader.Load(tree, chosen, cancellation));
        var digests = TrustRoot.DigestsOf(tree);
        var signed = await VerifyAsync(tree, graph, trusted, now, cancellation);
        var seeds = graph.Order.SelectMany(package => package.Routes).SelectMany(route => route.Seeds).Distinct()
            .ToImmutableSortedDictionary(name => name, name => SeedStore.ReadPin(tree, name), StringComparer.Ordinal);
        var layers = seeds.ToDictionary(seed => seed.Key, seed => seed.Value.Layer, StringComparer.Ordinal);
        var images = graph.Order.AsParallel().AsOrdered().WithCancellation(cancellation).Select(package => Read(tree, package, digests, layers, signed));
        return new CheckoutLineage([.. images], seeds, signed, CheckoutSources.ReadTable(tree));
    }

    /// <summary>The lineage of one of the images.</summary>
    public Lineage Trace(PackageName package) => Lineage.Trace(package, Images, LineageSeeds, people.Value, Repacks);

    /// <summary>What a lineage says of the seeds.</summary>
    public ImmutableSortedDictionary<string, LineageSeed> LineageSeeds { get; } = Seeds.Values.ToImmutableSortedDictionary(
        seed => seed.Name, seed => new LineageSeed(seed.Name, seed.Layer, seed.Suite, seed.Archives.Length), StringComparer.Ordinal);

    /// <summary>The sources that a distribution made itself.</summary>
    public IReadOnlySet<Digest> Repacks { get; } = Images.SelectMany(image => image.Routes).SelectMany(route => route.Route.Sources).Select(source => source.Digest)
        .Where(digest => Sources.Find(digest) is { IsRepack: true }).ToHashSet();

    private readonly Lazy<Dictionary<string, Person>?> people = new(() => Signed?.Root.Keys.People.ToDictionary(person => person.Id, StringComparer.Ordinal));

    private static async Task<VerifiedCheckout?> VerifyAsync(
        Checkout tree, PackageGraph graph, IReadOnlyCollection<string> trusted, DateTimeOffset now, CancellationToken cancellation)
    {
        if (UnsignedTree.Is(tree))
            return null;
        return await VerifiedCheckout.ReadAsync(tree, TrustRoot.Read(tree), graph.Order.Select(package => package.Name).ToHashSet(), trusted, now, cancellation);
    }

    private static LineageImage Read(
        Checkout tree, Package package, ImmutableSortedDictionary<PackageName, Digest> digests, IReadOnlyDictionary<string, Digest?> layers, VerifiedCheckout? signed)
    {
        var context = PackageContext.Read(tree, Checkout.PathOf(package.Name), package.HasRoutes);
        var image = digests.GetValueOrDefault(package.Name);
        var verdict = image is null || signed is null ? null : signed.Judge(signed.Root.Policy.Image, package.Name, image);
        return new LineageImage(
            package.Name, image, [.. package.Routes.Select(route => new LineageRoute(route, RecipesOf(route, context, digests, layers)))],
            verdict?.Confirmations ?? [], verdict?.Dissents ?? [], verdict?.IsMet);
    }

    private static ImmutableArray<Recipe> RecipesOf(
        Route route, PackageContext context, ImmutableSortedDictionary<PackageName, Digest> digests, IReadOnlyDictionary<string, Digest?> layers) =>
        route.Seeds.Any(seed => layers[seed] is null) ? []
            : [.. Platform.Known.Select(platform => BuildPlan.RecipeOf(route, context, digests, layers, platform)).OfType<Recipe>()];
}
