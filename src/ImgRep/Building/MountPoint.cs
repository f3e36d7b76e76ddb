using System.Collections.Immutable;
using ImgRep.Files;

namespace ImgRep.Building;

/// <summary>Where something is mounted.</summary>
/// <param name="Path">From the root, free of links. What is missing on the way is made.</param>
/// <param name="IsFolder">Whether a folder is mounted, and not a file.</param>
/// <param name="Covered">What is there without the mount; null if there is nothing.</param>
public sealed record MountPoint(ImmutableArray<FileName> Path, bool IsFolder, TreeNode? Covered);
