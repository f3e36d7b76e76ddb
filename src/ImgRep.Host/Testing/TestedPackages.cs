using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Testing;

/// <summary>The whole way of tests of packages.</summary>
public static class TestedPackages
{
    /// <summary>Builds what tests need, then runs them.</summary>
    /// <param name="options">Names the packages to test. With <see cref="BuildOptions.NoCache"/> tests run again that have passed.</param>
    /// <returns>Every test, passed or not.</returns>
    /// <exception cref="Builders.BuildFailedException">Something that they need did not build.</exception>
    public static async Task<TestPlan> RunAsync(
        Checkout folder, ContentStore store, BuildOptions options, PackageTests tests, IProgress<BuildEvent> progress, CancellationToken cancellation)
    {
        if (tests.Tests.IsEmpty)
            return new TestPlan([], ImmutableDictionary<PackageName, Digest>.Empty, ImmutableSortedDictionary<string, Digest?>.Empty);
        var packages = await new BuildSession(folder, store, options with { Names = tests.Needed, NoCache = false, IsForOthers = true }, progress).RunAsync(cancellation);
        return await new TestSession(folder, store, options, tests, progress).RunAsync(packages, cancellation);
    }
}
