using System.Collections.Immutable;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.Statements;

namespace ImgRep.Host.Trust.Signing;

/// <summary>A package and everything that it was built with, as the plan and the store have it.</summary>
/// <param name="Images">The subject and all images that it rests on, the subject last.</param>
public sealed record StatementInputs(ImmutableArray<StatedImage> Images, ImmutableArray<StatedSeed> Seeds)
{
    public StatedImage Subject => Images[^1];

    /// <param name="sources">The tree's table of what the source archive has.</param>
    /// <exception cref="RejectedInputException">One of them was not built here.</exception>
    public static StatementInputs Collect(BuildPlan plan, ContentStore store, SourceTable sources, PackageName package)
    {
        var images = plan.Below([package]).Select(build => Collect(build, store, sources)).ToList();
        var seeds = images.SelectMany(image => image.Routes).SelectMany(route => route.Recipe.Images.Keys).ToHashSet(StringComparer.Ordinal);
        return new StatementInputs([.. images], [.. plan.Seeds.Values.Where(seed => seeds.Contains($"seed/{seed.Name}")).Select(seed => new StatedSeed(
            seed.Name, seed.Layer!, seed.Suite, [.. seed.Archives.Select(archive => new StatedArchive(archive.Digest, archive.Name, archive.Version, archive.Architecture))]))]);
    }

    private static StatedImage Collect(PlannedBuild build, ContentStore store, SourceTable sources)
    {
        if (build.Image is not { } image)
        {
            throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole(build.Name), "not-built", "it was not built here from its present recipe, so that what it is made of is not known", $"imgrep build {build.Name}"));
        }
        var configuration = ImageConfiguration.Parse(store.Images.Find(image).Configuration.AsMemory(), $"configuration of {build.Name}");
        return new StatedImage(
            build.Package.Name, image, configuration.Config.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. build.Routes.Select(route => new StatedRoute(
                route.Route.Name, route.Route.File, route.Recipe!, [.. route.Route.Sources.Select(source => StatedSource.Create(source, sources))]))]);
    }
}
