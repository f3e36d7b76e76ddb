using System.Collections.Immutable;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;

namespace ImgRep.Building.Lowering;

/// <summary>Where a stage stands while it is lowered.</summary>
/// <param name="Name">What later stages call it.</param>
/// <param name="Tree">What was last known of its file system: all of it until something ran.</param>
/// <param name="IsKnown">Whether <paramref name="Tree"/> is still what it holds.</param>
/// <param name="Variables">What ENV has set for builders.</param>
/// <param name="WorkingDirectory">What WORKDIR has set for builders.</param>
/// <param name="User">What USER has set for builders; empty for root.</param>
/// <param name="Leftovers">Where builders may have left mount points that the tree did not have.</param>
internal sealed record LoweredStage(
    string Name,
    FileTree Tree,
    bool IsKnown,
    StageConfig Config,
    ImmutableSortedDictionary<string, string> Variables,
    string WorkingDirectory,
    string User,
    ImmutableHashSet<string> Leftovers)
{
    public static LoweredStage Create(string name, FileTree tree, StageConfig config) =>
        new(name, tree, IsKnown: true, config, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), "/", "", []);
}
