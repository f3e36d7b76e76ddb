using System.Diagnostics;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Host.Builders;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Seeds;
using ImgRep.Host.Store;
using ImgRep.Host.Tree;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Builds;

/// <summary>Builds single routes of packages with the embedded builder, inside the namespaces of <see cref="UserNamespace"/>.</summary>
/// <param name="slots">How many steps may run at a time, over all packages.</param>
internal sealed class PackageBuilder(
    TreeFolder folder, ContentStore store, BuildOptions options, IReadOnlyDictionary<string, Seed> seeds, SemaphoreSlim slots, IProgress<BuildEvent> progress)
{
    private const string LogFolder = "out/logs";
    private const int ShownLines = 20;
    private readonly SandboxProgram sandbox = SandboxProgram.Find(options.Sandbox);

    /// <summary>From the recipe to the digest of the image, which is then in the store, with a record of it.</summary>
    public Task<Digest> BuildAsync(Route route, PackageContext context, Recipe recipe, CancellationToken cancellation) => RunAsync(
        route, context, recipe, $"{LogFolder}/{route.Label}.log",
        target => Task.Run(() => store.Images.Add(target.State.Tree, target.Config, recipe.Platform, cancellation).Digest, cancellation), cancellation);

    /// <summary>Builds the test of a package and keeps nothing of it but a record that names the image which passed.</summary>
    public Task TestAsync(Route test, PackageContext context, Recipe recipe, CancellationToken cancellation) => RunAsync(
        test, context, recipe, null, _ => Task.FromResult(recipe.Images[PackageName.Namespace + test.Package]), cancellation);

    /// <param name="logFile">In the tree; null for none that stays.</param>
    /// <param name="keep">What becomes of the last stage, and the image that the record names.</param>
    private async Task<Digest> RunAsync(
        Route route, PackageContext context, Recipe recipe, string? logFile, Func<StageResult, Task<Digest>> keep, CancellationToken cancellation)
    {
        var name = route.Label;
        using var log = new BuildLog(logFile is null ? store.Temporary.NewPath() : OutputFolder.PathOf(folder, logFile));
        try
        {
            var started = Stopwatch.GetTimestamp();
            var (target, isCached) = await BuildStagesAsync(route, context, recipe, log, cancellation);
            var image = await keep(target);
            await store.Snapshots.SealAllAsync();
            var elapsed = Stopwatch.GetElapsedTime(started);
            store.Records.Add(new BuildRecord(recipe.Key, route.Package.ToString(), route.Name, image, $"embedded {ThisAssembly.Version} ({sandbox.Name})", DateTimeOffset.UtcNow, elapsed));
            progress.Report(new PackageFinished(name, image, isCached, elapsed));
            return image;
        }
        catch (Exception e) when (e is RunFailedException or RejectedInputException or EnvironmentException || DiskSpace.IsFull(e))
        {
            var cause = DiskSpace.IsFull(e) || DiskSpace.IsExhausted(store.Root) ? DiskSpace.Full(store.Root, e) : e;
            progress.Report(new PackageFailed(name, Explain(cause), log.LastLines(ShownLines), logFile));
            throw new BuildFailedException(cause);
        }
    }

    private static string Explain(Exception cause) =>
        cause is EnvironmentException { Hint: { } hint } ? $"{cause.Message} ({hint})" : cause.Message;

    private async Task<(StageResult Target, bool IsCached)> BuildStagesAsync(
        Route route, PackageContext context, Recipe recipe, BuildLog log, CancellationToken cancellation)
    {
        var file = route.Containerfile;
        var report = new StepReport(route.Label, InstructionSummary.CountSteps(file), log, progress);
        var inputs = new BuildInputs(file, ParseOptions.Default, context.Tree, context.Ignored, target => OpenAsync(target, recipe, cancellation));
        var runs = new RunStep(store, sandbox, log, slots) { UseCache = !options.NoCache, Limits = options.Limits, Variation = options.Variation, OpenShell = options.Shell };
        var stages = new StageBuilder(inputs, runs, new AddStep(inputs, store), report, cancellation);
        var target = await stages.BuildAsync(file.Stages.Length - 1);
        return (target, report.WasCached);
    }

    private Task<StoredImage> OpenAsync(ReferenceTarget target, Recipe recipe, CancellationToken cancellation) => Task.Run(
        () => target switch
        {
            SeedTarget seed => new StoredImage(seeds[seed.Name].Layer!, store.Images.OpenLayer(seeds[seed.Name].Layer!, cancellation), StageConfig.Empty),
            PackageTarget { Pinned: { } pinned } => OpenPinned(pinned, cancellation),
            PackageTarget package => store.Images.Open(recipe.Images["imgrep/" + package.Name], cancellation),
            ImageTarget image => throw new EnvironmentException("open image", image.Reference, "it is not in the store", "packages start from imgrep/NAME or, where they have routes, seed/NAME"),
            _ => throw new UnreachableException(),
        },
        cancellation);

    private StoredImage OpenPinned(Digest digest, CancellationToken cancellation) => store.Images.Has(digest)
        ? store.Images.Open(digest, cancellation)
        : throw new EnvironmentException("open image", digest.ToString(), "it is not in the store", "build the tree that it comes from, or pin one that is there");
}
