using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builders;

/// <summary>Builds packages: whichever does it, the same tree and configuration must come of the same inputs.</summary>
internal interface ITreeBuilder
{
    BuilderIdentity Identity { get; }

    /// <summary>Builds the last stage of a package.</summary>
    Task<BuiltTree> BuildAsync(BuildInputs inputs, StepReport report, BuildLog log, CancellationToken cancellation);
}

/// <summary>What the last stage of a package came to. The tree's contents may lie in temporary files.</summary>
internal sealed record BuiltTree(FileTree Tree, StageConfig Config);
