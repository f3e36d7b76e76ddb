using System.Collections.Immutable;
using ImgRep.Host.Builders;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Inside;

/// <summary>What of a plan goes into a job.</summary>
internal static class JobPlan
{
    /// <param name="isAnew">Whether a package is built though its image is there.</param>
    public static BuildJob Build(Checkout checkout, ContentStore store, BuilderOptions options, BuildPlan plan, Func<PackageName, bool> isAnew)
    {
        var included = new HashSet<PackageName>();
        var images = ImmutableArray.CreateBuilder<JobImage>();
        var packages = ImmutableArray.CreateBuilder<JobPackage>();
        foreach (var build in plan.Builds)
        {
            var name = build.Package.Name;
            // What is built anew may come to another image: then so may all that rests on it.
            if (build.Image is { } image && !isAnew(name) && !build.Package.Dependencies.Any(needed => included.Contains(needed.Name)))
                images.Add(new JobImage(name, image));
            else
            {
                included.Add(name);
                packages.Add(Pack(build, isAnew(name)));
            }
        }
        var needed = packages.SelectMany(package => package.Routes).SelectMany(route => route.References).ToLookup(reference => reference.IsSeed, reference => reference.Name);
        var (seeds, others) = (needed[true].ToHashSet(StringComparer.Ordinal), needed[false].ToHashSet(StringComparer.Ordinal));
        return new BuildJob(
            store.Root, checkout.Root, options, packages.ToImmutable(), [.. images.Where(image => others.Contains(image.Package.ToString()))],
            SeedsOf(plan, seeds))
        { Session = store.Share() };
    }

    /// <summary>One package by itself, on the images that the plan has.</summary>
    /// <param name="folder">The root of the store in which it is built.</param>
    public static BuildJob Rebuild(Checkout checkout, string folder, BuilderOptions options, BuildPlan plan, PlannedBuild package)
    {
        var needed = package.Package.Dependencies.Select(needed => needed.Name).ToHashSet();
        return new BuildJob(
            folder, checkout.Root, options, [Pack(package, isAnew: false)],
            [.. plan.Builds.Where(build => needed.Contains(build.Package.Name)).Select(build => new JobImage(build.Package.Name, build.Image!))],
            SeedsOf(plan, package.Package.Routes.SelectMany(route => route.Seeds).ToHashSet(StringComparer.Ordinal)));
    }

    /// <param name="images">What the tests take.</param>
    /// <param name="seeds">The layers of the seeds that they take, by name.</param>
    public static TestJob Test(
        Checkout checkout, ContentStore store, BuilderOptions options, IEnumerable<(Route Test, PackageContext Context)> tests,
        IReadOnlyDictionary<PackageName, Digest> images, IReadOnlyDictionary<string, Digest?> seeds) => new(
            store.Root, checkout.Root, options,
            [.. tests.Select(test => new JobTest(test.Test.Package, PackedRoute.Pack(test.Test, image: null), PackedContext.Pack(test.Context)))],
            [.. images.Select(image => new JobImage(image.Key, image.Value))], [.. seeds.Select(seed => new JobSeed(seed.Key, seed.Value!))])
        {
            Session = store.Share(),
        };

    private static JobPackage Pack(PlannedBuild build, bool isAnew) => new(
        build.Package.Name, [.. build.Routes.Select(planned => PackedRoute.Pack(planned.Route, planned.Image))], PackedContext.Pack(build.Context), isAnew);

    private static ImmutableArray<JobSeed> SeedsOf(BuildPlan plan, HashSet<string> names) =>
        [.. plan.SeedLayers.Where(seed => names.Contains(seed.Key)).Select(seed => new JobSeed(seed.Key, seed.Value!))];
}
