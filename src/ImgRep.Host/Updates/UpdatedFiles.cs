using System.Collections.Immutable;

namespace ImgRep.Host.Updates;

/// <summary>Which files of a tree an update has changed; paths are relative to the tree, sorted.</summary>
public sealed record UpdatedFiles(ImmutableArray<string> Written, ImmutableArray<string> Removed);
