using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Containerfiles.Stages;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Lineages;

/// <summary>A package of a lineage, and what people have signed about its image.</summary>
/// <param name="Image">Null where <c>digests</c> has no line for it.</param>
/// <param name="Confirmations">Rebuilds that count, of this image from the recipe that the tree has.</param>
/// <param name="Dissents">Rebuilds of the same recipe that gave another image.</param>
/// <param name="IsMet">Whether that is what the policy asks for; null where the tree has none.</param>
public sealed record LineageImage(
    PackageName Package, Digest? Image, ImmutableArray<LineageRoute> Routes, ImmutableArray<VerifiedClaim> Confirmations, ImmutableArray<VerifiedClaim> Dissents, bool? IsMet)
{
    /// <summary>Those who build it may each have to take another seed than the tree pins, so that their recipes differ though all come to one image.</summary>
    public bool StartsFromSeeds => Routes.Any(route => route.Route.Seeds.Any());

    /// <summary>The people whose confirmations say that this route, with what it names, gives the image.</summary>
    internal IEnumerable<string> ConfirmersOf(LineageRoute route) => Confirmations
        .Where(said => StartsFromSeeds || route.Recipes.Any(recipe => recipe.Key == said.Claim.Recipe)).Select(said => said.Person).Distinct();
}

/// <param name="Recipes">One for each platform; none where one of the images that it uses has no digest.</param>
public sealed record LineageRoute(Route Route, ImmutableArray<Recipe> Recipes)
{
    /// <summary>Everything that the route names, each once.</summary>
    /// <param name="images">By package.</param>
    /// <param name="seeds">Their layers, by name.</param>
    internal IEnumerable<Origin> Origins(IReadOnlyDictionary<PackageName, LineageImage> images, IReadOnlyDictionary<string, LineageSeed> seeds) =>
        Route.References.Select(target => OriginOf(target, images, seeds)).OfType<Origin>()
            .Concat(Route.Sources.Select(source => new Origin(OriginKind.Source, source.Url.AbsoluteUri, source.Digest))).Distinct();

    private static Origin? OriginOf(ReferenceTarget target, IReadOnlyDictionary<PackageName, LineageImage> images, IReadOnlyDictionary<string, LineageSeed> seeds) => target switch
    {
        PackageTarget { Pinned: { } pinned } image => new Origin(OriginKind.Pinned, $"{image.Repository}@{pinned}", pinned),
        PackageTarget image => new Origin(OriginKind.Image, image.Name, images.GetValueOrDefault(PackageName.Parse(image.Name))?.Image),
        SeedTarget seed => new Origin(OriginKind.Seed, $"seed/{seed.Name}", seeds.GetValueOrDefault(seed.Name)?.Layer),
        _ => null,
    };
}

/// <param name="Layer">Null while it is not pinned.</param>
/// <param name="Suite">The release of the distribution that it is made of.</param>
/// <param name="Archives">How many binary packages it is made of.</param>
public sealed record LineageSeed(string Name, Digest? Layer, string Suite, int Archives);
