using System.Collections.Immutable;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>The sources that a package needs.</summary>
internal static class SourceRequests
{
    /// <summary>Each remote ADD of the stages that the last one needs, once, in the order of the file.</summary>
    /// <param name="stages">All stages of the file, evaluated.</param>
    internal static ImmutableArray<SourceRequest> Collect(Containerfile file, ImmutableArray<EvaluatedStage> stages)
    {
        var needed = StageReferences.ReachableStages(file).Select(stage => stage.Index).ToHashSet();
        var requests =
            from stage in stages.Index()
            where needed.Contains(stage.Index)
            from step in stage.Item.Steps
            let add = step.Instruction as AddInstruction
            where add?.Checksum is not null
            from source in add.Sources
            where AddSource.KindOf(source) == AddSourceKind.Url
            select new SourceRequest(Digest.Parse(add.Checksum!), new Uri(source));
        return [.. requests.Distinct()];
    }
}
