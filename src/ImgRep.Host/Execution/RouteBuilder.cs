using System.Diagnostics;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Host.Builders;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Builders.Lowered;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Output;
using ImgRep.Host.Plans;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Seeds;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Execution;

/// <summary>Builds single routes of packages, inside the namespaces of <see cref="UserNamespace"/>.</summary>
internal sealed class RouteBuilder(
    Checkout folder, ContentStore store, ITreeBuilder builder, IReadOnlyDictionary<string, Digest?> seeds, IProgress<BuildEvent> progress)
{
    private const string LogFolder = "out/logs";
    private const int ShownLines = 20;

    /// <summary>Names the variations of a varied rebuild, whose log lies beside that of the usual build; null for a usual build.</summary>
    public string? Variations { get; init; }

    /// <summary>From the recipe to the digest of the image, which is then in the store, with a record of it.</summary>
    public Task<Digest> BuildAsync(Route route, PackageContext context, Recipe recipe, CancellationToken cancellation) => RunAsync(
        route, context, recipe, $"{LogFolder}/{route.Label}{(Variations is null ? "" : $".{Variations}")}.log",
        target => Task.Run(() => store.Images.Add(target.Tree, target.Config, recipe.Platform, cancellation).Digest, cancellation), cancellation);

    /// <summary>Builds the test of a package and keeps nothing of it but a record that names the image which passed.</summary>
    public Task TestAsync(Route test, PackageContext context, Recipe recipe, CancellationToken cancellation) => RunAsync(
        test, context, recipe, null, _ => Task.FromResult(recipe.Images[PackageName.Namespace + test.Package]), cancellation);

    /// <param name="logFile">In the tree; null for none that stays.</param>
    /// <param name="keep">What becomes of the last stage, and the image that the record names.</param>
    private async Task<Digest> RunAsync(
        Route route, PackageContext context, Recipe recipe, string? logFile, Func<BuiltTree, Task<Digest>> keep, CancellationToken cancellation)
    {
        var name = route.Label;
        using var lease = store.Leases.New();
        using var log = new BuildLog(logFile is null ? store.Temporary.NewPath() : OutputFolder.PathOf(folder, logFile));
        try
        {
            var started = Stopwatch.GetTimestamp();
            var (target, report) = await BuildStagesAsync(route, context, recipe, lease, log, cancellation);
            var image = await keep(target);
            await store.Snapshots.SealAllAsync();
            var elapsed = Stopwatch.GetElapsedTime(started);
            store.Records.Add(new BuildRecord(recipe.Key, route.Package.ToString(), route.Name, image, builder.Identity.ToString(), DateTimeOffset.UtcNow, elapsed)
            {
                IsContinued = report.RestsOnForeign,
                Makers = report.RestsOnForeign ? [] : [new Maker(builder.Identity, Machine.Current)],
                Memory = report.Memory,
                Processor = report.Processor,
                Steps = report.RestsOnForeign ? []
                    : [.. report.Snapshots.OrderBy(step => step.Key).Select(step => new StepResult(step.Key, step.Value.Key, LayerListing.DigestOf(step.Value.Layer)))],
            });
            progress.Report(new PackageFinished(name, image, report.WasCached, elapsed));
            return image;
        }
        catch (Exception e) when (e is RunFailedException or BuilderFailedException or RejectedInputException or EnvironmentException || DiskSpace.IsFull(e))
        {
            var cause = DiskSpace.IsFull(e) || DiskSpace.IsExhausted(store.Root) ? DiskSpace.Full(store.Root, e) : e;
            progress.Report(new PackageFailed(name, Explain(cause), log.LastLines(ShownLines), logFile));
            throw new BuildFailedException(cause.Message, cause is EnvironmentException);
        }
    }

    /// <summary>Where a build ends early, the next goes on after the last step that ended.</summary>
    private async Task KeepStepsAsync(string package)
    {
        var sealing = store.Snapshots.SealAllAsync();
        if (!sealing.IsCompleted)
            progress.Report(new Note($"{package}: keeping the steps that ended"));
        await sealing;
    }

    private static string Explain(Exception cause) =>
        cause is EnvironmentException { Hint: { } hint } ? $"{cause.Message} ({hint})" : cause.Message;

    private async Task<(BuiltTree Target, StepReport Report)> BuildStagesAsync(
        Route route, PackageContext context, Recipe recipe, Lease lease, BuildLog log, CancellationToken cancellation)
    {
        var file = route.ParseContainerfile();
        var steps = InstructionSummary.CountSteps(file);
        progress.Report(new PackageStarted(route.Label, steps));
        var report = new StepReport(route.Label, steps, log, progress) { Name = route.Package.ToString() };
        var inputs = new BuildInputs(
            file, ParseOptions.Default, context.Tree, context.Ignored, route.Sources, lease, new PackageImages(store, seeds, recipe, cancellation).OpenAsync);
        try
        {
            var target = await builder.BuildAsync(inputs, report, log, cancellation);
            if (report.RestsOnForeign)
                report.Note("it goes on from steps of which nothing proves that they ran here, and so it is not signed as rebuilt (imgrep build --no-cache)");
            if (route.Seeds.Any(name => seeds[name] is { } layer && SeedStore.IsBorrowed(store, layer)))
            {
                report.RestsOnForeign = true;
                report.Note("it starts from a seed that a registry had in the place of the pinned one, and so it is not signed as rebuilt");
            }
            return (target, report);
        }
        catch
        {
            await KeepStepsAsync(route.Label);
            throw;
        }
    }
}
