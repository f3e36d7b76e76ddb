using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Building.Lowering;

/// <summary>Everything that a package can take from.</summary>
/// <param name="OpenImage">Opens the image of the tree, the seed or the pinned image that a Containerfile names.</param>
/// <param name="Add">The tree that an ADD leaves; who unpacks archives needs a disk.</param>
public sealed record LoweringInputs(
    Containerfile Containerfile,
    ParseOptions Options,
    FileTree Context,
    IgnoreFile Ignored,
    Func<ReferenceTarget, LoweringImage> OpenImage,
    Func<FileTree, Step, AddInstruction, FileTree> Add);

/// <param name="Layer">The digest of its only layer.</param>
public sealed record LoweringImage(Digest Layer, FileTree Tree, StageConfig Config);
