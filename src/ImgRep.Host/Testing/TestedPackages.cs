using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Seeds;
using ImgRep.Host.Store;

namespace ImgRep.Host.Testing;

/// <summary>How tests of packages ended.</summary>
/// <param name="Plan">Every test; null if something that they need could not be built, or they could not be run.</param>
/// <param name="ExitCode">0, even where tests failed; or what the process ended with that could not go on, which has said why.</param>
public sealed record TestedPackages(TestPlan? Plan, int ExitCode)
{
    /// <summary>Builds what tests need, then runs them.</summary>
    /// <param name="options">Names the packages to test. With <see cref="BuildOptions.NoCache"/> tests run again that have passed.</param>
    public static async Task<TestedPackages> RunAsync(
        Checkout folder, ContentStore store, BuildOptions options, PackageTests tests, bool withUpstream, IProgress<BuildEvent> progress, CancellationToken cancellation)
    {
        if (tests.Tests.IsEmpty)
            return new TestedPackages(new TestPlan([], ImmutableSortedDictionary<string, Seed>.Empty), 0);
        var needed = options with { Names = tests.Needed, NoCache = false };
        BuildPlan? packages = null;
        var code = await new BuildSession(folder, store, needed, OwnCommand.Build(folder, needed), progress).RunAsync(plan => packages = plan, cancellation);
        if (packages is null)
            return new TestedPackages(null, code);
        var session = new TestSession(folder, store, options, tests, OwnCommand.Test(folder, options, withUpstream), progress);
        var (tested, ended) = await session.RunAsync(packages, cancellation);
        return ended == 0 ? new TestedPackages(tested, 0) : new TestedPackages(null, ended);
    }
}
