using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Files.Patterns;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builders;

/// <summary>Everything that the build of one package can take from.</summary>
/// <param name="Sources">What its remote ADD instructions name; in the store by now.</param>
/// <param name="Lease">Holds the results of steps that it rests on.</param>
/// <param name="OpenImage">Opens the image of the tree, the seed or the pinned image that a Containerfile names.</param>
internal sealed record BuildInputs(
    Containerfile Containerfile,
    ParseOptions Options,
    FileTree Context,
    IgnoreFile Ignored,
    ImmutableArray<SourceRequest> Sources,
    Lease Lease,
    Func<ReferenceTarget, Task<StoredImage>> OpenImage);
