using ImgRep.Primitives;

namespace ImgRep.Sources.Comparing;

/// <summary>A file of a source or of a tree: what two of them are compared by.</summary>
/// <param name="Digest">Of its bytes, or of a symbolic link's target.</param>
public readonly record struct SourceFile(Digest Digest, bool IsLink, bool IsExecutable);
