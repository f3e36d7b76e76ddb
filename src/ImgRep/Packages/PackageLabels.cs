using System.Collections.Immutable;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Stages;

namespace ImgRep.Packages;

/// <summary>What a recipe says about its image.</summary>
public static class PackageLabels
{
    /// <summary>The labels of the last stage, as far as the Containerfile itself has them.</summary>
    public static ImmutableSortedDictionary<string, string> Of(Route route) => StageEvaluator.EvaluateAll(route.ParseContainerfile(), ParseOptions.Default)[^1].Config.Labels;
}
