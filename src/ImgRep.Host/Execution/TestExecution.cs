using System.Collections.Concurrent;
using ImgRep.Building;
using ImgRep.Host.Builders;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Inside;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Execution;

/// <summary>Runs tests of packages: builds each and throws the result away. What stays is a record that it passed.</summary>
internal sealed class TestExecution(TestJob job, ContentStore store, IProgress<BuildEvent> progress)
{
    private readonly ConcurrentBag<string> passed = [];
    private readonly Dictionary<PackageName, Digest> images = job.Images.ToDictionary(image => image.Package, image => image.Image);
    private readonly Dictionary<string, Digest?> seeds = job.Seeds.ToDictionary(seed => seed.Name, seed => (Digest?)seed.Layer, StringComparer.Ordinal);

    public async Task<TestResult> RunAsync(CancellationToken cancellation)
    {
        var tests = job.Tests.Select(test => (Route: PackedRoute.Unpack(test.Package, test.Route, _ => false), Context: PackedContext.Unpack(test.Context))).ToList();
        progress.Report(new BuildPlanned([.. tests.Select(test => new PlannedPackage(test.Route.Label, store.Records.LastElapsed(test.Route.Label)))], job.Options.Jobs));
        using var slots = new SemaphoreSlim(job.Options.Jobs);
        var trees = await BuilderChoice.OpenAsync(job.Options, store, slots, ask: null, progress, cancellation);
        var builder = new RouteBuilder(new Checkout(job.Checkout), store, trees, seeds, progress);
        await Task.WhenAll(tests.Select(test => RunAsync(builder, test.Route, test.Context, cancellation)));
        return new TestResult([.. passed]);
    }

    /// <summary>A failure was told to those who watch, and leaves no record.</summary>
    private async Task RunAsync(RouteBuilder builder, Route test, PackageContext context, CancellationToken cancellation)
    {
        var recipe = BuildPlan.RecipeOf(test, context, images, seeds)!;
        try
        {
            await builder.TestAsync(test, context, recipe, cancellation);
            passed.Add(test.Label);
        }
        catch (BuildFailedException failure) when (!failure.IsEnvironment)
        {
            if (store.Records.Find(recipe.Key) is { } before)
                store.Records.Remove(before);
        }
    }
}
