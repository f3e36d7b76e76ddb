using ImgRep.Containerfiles.Instructions;
using ImgRep.Files;

namespace ImgRep.Building;

/// <summary>What a <c>--mount=type=cache</c> shows: caches begin empty in every build.</summary>
public static class CacheFolder
{
    /// <summary>An empty folder of root with mode 0755, unless the mount says otherwise.</summary>
    public static DirectoryNode Create(Mount mount) => new(new Metadata(mount.Mode & Modes.All ?? Modes.Octal("755"), mount.Owner ?? 0, mount.Group ?? 0));
}
