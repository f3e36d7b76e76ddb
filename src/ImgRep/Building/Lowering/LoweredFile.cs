using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Building.Lowering;

/// <summary>A file of a lowered context.</summary>
/// <param name="Path">Relative to the context.</param>
public abstract record LoweredFile(string Path);

/// <summary>A tar with the canonical layer of a tree.</summary>
public sealed record LoweredTree(string Path, FileTree Tree) : LoweredFile(Path);

/// <summary>The layer of an image or a seed, as it is.</summary>
public sealed record LoweredLayer(string Path, Digest Layer) : LoweredFile(Path);

/// <summary>A source, as it was fetched.</summary>
public sealed record LoweredSource(string Path, Digest Source) : LoweredFile(Path);
