using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>What a plan needs to know of a Containerfile.</summary>
/// <param name="Digest">What it comes to (<see cref="EvaluationDigest"/>).</param>
/// <param name="Sources">The files that its remote ADD instructions name.</param>
public sealed record RouteEvaluation(Digest Digest, ImmutableArray<SourceRequest> Sources)
{
    internal static RouteEvaluation Compute(Containerfile file)
    {
        var stages = StageEvaluator.EvaluateAll(file, ParseOptions.Default, withEnvironments: true);
        return new RouteEvaluation(EvaluationDigest.Compute(file, stages), SourceRequests.Collect(file, stages));
    }
}
