using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Builders;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;

namespace ImgRep.Host.Comparing;

/// <summary>What builders made of one package.</summary>
/// <param name="Plan">The package and all that it needs, as the last builder left it; null if one of them could not build it.</param>
/// <param name="Failure">Why one of them could not, which those who watch know already; null if all could.</param>
public sealed record ComparedBuild(ImmutableArray<BuilderResult> Results, BuildPlan? Plan, Exception? Failure)
{
    public bool Agree => Results.All(result => result.Image == Results[0].Image);
}

/// <summary>Builds a package with one builder after the other, and runs every step of it each time. What it needs is built if it is missing.</summary>
public sealed class BuilderComparison(Checkout folder, ContentStore store, BuildOptions options, IProgress<BuildEvent> progress)
{
    public async Task<ComparedBuild> RunAsync(string package, IEnumerable<string> builders, CancellationToken cancellation)
    {
        var results = ImmutableArray.CreateBuilder<BuilderResult>();
        BuildPlan? last = null;
        foreach (var builder in builders)
        {
            var chosen = options with { Names = [package], Builder = builder, NoCache = true };
            try
            {
                last = await new BuildSession(folder, store, chosen, progress).RunAsync(cancellation);
            }
            catch (Exception failure) when (failure is BuildFailedException or RoutesDifferException)
            {
                return new ComparedBuild(results.ToImmutable(), null, failure);
            }
            results.Add(BuilderResult.Read(store, last.Asked(chosen.Names).Single()));
        }
        return new ComparedBuild(results.ToImmutable(), last, null);
    }
}
