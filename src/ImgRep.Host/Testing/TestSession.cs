using ImgRep.Building;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Host.Testing;

/// <summary>Runs the tests of packages that are built: fetches what they need, then, in a second process inside the namespaces, builds
/// each and throws the result away. What stays is a record that it passed.</summary>
/// <param name="options">With <see cref="BuildOptions.NoCache"/> what passed before counts as not run, and so do its steps.</param>
/// <param name="inside">The command line that makes this program call <see cref="RunInsideAsync"/>.</param>
public sealed class TestSession(
    Checkout folder, ContentStore store, BuildOptions options, PackageTests tests, IReadOnlyList<string> inside, IProgress<BuildEvent> progress)
{
    /// <summary>The option of <c>test</c> that tells the process inside the namespaces that the packages are built, and it is the tests' turn.</summary>
    public const string InsideOption = "--inside-tests";

    /// <returns>Every test as it stands then, and what the process inside ended with: 0 even where tests failed.</returns>
    public async Task<(TestPlan Plan, int ExitCode)> RunAsync(BuildPlan packages, CancellationToken cancellation)
    {
        var plan = TestPlan.Create(folder, tests, packages, store, options.NoCache);
        var open = plan.Tests.Where(test => !test.HasPassed).ToList();
        if (open.Count == 0)
            return (plan, 0);
        await new InputFetch(folder, store, options, progress).RunAsync([.. open.Select(test => test.Test)], cancellation);
        var code = BuildSession.TryAgain;
        for (var attempt = 0; code == BuildSession.TryAgain && attempt < BuildSession.MaximumAttempts; attempt++)
        {
            code = UserNamespace.Run(inside, store.OfSession);
            cancellation.ThrowIfCancellationRequested();
        }
        return (TestPlan.Create(folder, tests, packages, store, options.NoCache), code);
    }

    /// <summary>Runs what has no record, inside the namespaces.</summary>
    /// <returns>0, or <see cref="BuildSession.TryAgain"/>.</returns>
    public async Task<int> RunInsideAsync(BuildPlan packages, CancellationToken cancellation)
    {
        UserNamespace.Prepare();
        try
        {
            await RunOpenAsync(packages, cancellation);
            return 0;
        }
        catch (DamagedStoreException damage)
        {
            store.Discard(damage.Path);
            progress.Report(new Note($"{damage.Message}: it is built or fetched anew"));
            return BuildSession.TryAgain;
        }
    }

    private async Task RunOpenAsync(BuildPlan packages, CancellationToken cancellation)
    {
        var plan = TestPlan.Create(folder, tests, packages, store, options.NoCache);
        var open = plan.Tests.Where(test => !test.HasPassed).ToList();
        progress.Report(new BuildPlanned([.. open.Select(test => new PlannedPackage(test.Test.Label, store.Records.LastElapsed(test.Test.Label)))], options.Jobs));
        using var slots = new SemaphoreSlim(options.Jobs);
        var builder = new RouteBuilder(folder, store, await BuilderChoice.OpenAsync(options, store, slots, cancellation), plan.Seeds, progress);
        await Task.WhenAll(open.Select(test => RunAsync(builder, test, cancellation)));
    }

    /// <summary>A failure was told to those who watch, and leaves no record.</summary>
    private async Task RunAsync(RouteBuilder builder, PlannedTest test, CancellationToken cancellation)
    {
        try
        {
            await builder.TestAsync(test.Test, test.Context, test.Recipe, cancellation);
        }
        catch (BuildFailedException failure) when (!failure.IsEnvironment)
        {
            if (store.Records.Find(test.Recipe.Key) is { } passed)
                store.Records.Remove(passed);
        }
    }
}
