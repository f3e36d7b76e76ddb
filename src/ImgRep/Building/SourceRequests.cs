using System.Collections.Immutable;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Building;

/// <summary>The sources that a package needs.</summary>
internal static class SourceRequests
{
    /// <summary>Each remote ADD of the stages that the last one needs, once, in the order of the file.</summary>
    /// <param name="stages">All stages of the file, evaluated.</param>
    /// <param name="commits">Says what is in the repositories that it adds.</param>
    /// <param name="missing">Told of each ADD of a commit that the table does not have.</param>
    internal static ImmutableArray<SourceRequest> Collect(
        Containerfile file, ImmutableArray<EvaluatedStage> stages, CommitTable commits, Action<AddInstruction> missing)
    {
        var needed = StageReferences.ReachableStages(file).Select(stage => stage.Index).ToHashSet();
        var adds =
            from stage in stages.Index()
            where needed.Contains(stage.Index)
            from step in stage.Item.Steps
            let add = step.Instruction as AddInstruction
            where add?.Checksum is not null
            select add;
        var requests = new List<SourceRequest>();
        foreach (var add in adds)
        {
            foreach (var source in add.Sources)
            {
                if (AddSource.KindOf(source) == AddSourceKind.Url)
                    requests.Add(new SourceRequest(Digest.Parse(add.Checksum!), new Uri(source)));
                else if (AddSource.KindOf(source) == AddSourceKind.Git && GitAddress.TryParse(source, out var address, out _))
                {
                    if (commits.Find(add.Checksum!) is { } tree)
                        requests.Add(new SourceRequest(tree, address.Url, add.Checksum));
                    else
                        missing(add);
                }
            }
        }
        return [.. requests.Distinct()];
    }
}
