using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Seeds;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Testing;

/// <summary>One test, with everything that goes into it.</summary>
/// <param name="HasPassed">Whether it did before, with the same inputs.</param>
public sealed record PlannedTest(Route Test, PackageContext Context, Recipe Recipe, bool HasPassed)
{
    /// <summary>What was tested.</summary>
    public Digest Image => Recipe.Images[PackageName.Namespace + Test.Package];
}

/// <summary>Tests on the images of a plan that lacks none.</summary>
/// <param name="Images">What the tests take.</param>
/// <param name="Seeds">The layers of the seeds that the tests take, by name.</param>
public sealed record TestPlan(
    ImmutableArray<PlannedTest> Tests, ImmutableDictionary<PackageName, Digest> Images, ImmutableSortedDictionary<string, Digest?> Seeds)
{
    /// <param name="anew">Whether only what passed in this session counts.</param>
    public static TestPlan Create(Checkout folder, PackageTests tests, BuildPlan packages, ContentStore store, bool anew)
    {
        var images = packages.Builds.ToImmutableDictionary(build => build.Package.Name, build => build.Image!);
        var found = new SeedStore(store, archive: null);
        var seeds = tests.Tests.SelectMany(test => test.Seeds).Distinct().ToImmutableSortedDictionary(
            name => name, name => found.Find(SeedStore.ReadPin(folder, name)).Layer, StringComparer.Ordinal);
        return new TestPlan([.. tests.Tests.Select(test => Plan(test, folder, images, seeds, store, anew))], images, seeds);
    }

    private static PlannedTest Plan(
        Route test, Checkout folder, ImmutableDictionary<PackageName, Digest> images, ImmutableSortedDictionary<string, Digest?> seeds, ContentStore store, bool anew)
    {
        var context = PackageContext.Read(folder, PackageTests.PathOf(test.Package), hasRoutes: true, store);
        var recipe = BuildPlan.RecipeOf(test, context, images, seeds)!;
        return new PlannedTest(test, context, recipe, anew ? store.Records.FindOfSession(recipe.Key) is not null : BuildPlan.FindImage(store, recipe) is not null);
    }
}
