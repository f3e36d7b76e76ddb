using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>The empty folders and files that a sandbox makes where it mounts something: no part of what a RUN wrote.</summary>
internal static class MountStubs
{
    /// <param name="before">The tree before the RUN: what it had stays.</param>
    /// <param name="upper">The upper folder after the RUN.</param>
    public static void Remove(FileTree before, string upper, MountPlan plan)
    {
        foreach (var path in plan.Points.Select(point => point.Path).Reverse().Concat([FileTree.Split("/proc"), FileTree.Split("/dev")]))
        {
            for (var length = path.Length; length > 0 && before.Find(path.AsSpan(0, length)) is null; length--)
            {
                if (!TryRemove(path.AsSpan(0, length), HostPath.Parse(upper)))
                    break;
            }
        }
    }

    private static bool TryRemove(ReadOnlySpan<FileName> names, HostPath root)
    {
        var path = root;
        foreach (var name in names)
        {
            // A folder that the RUN replaced by a link must not lead us out.
            if (FileSystem.TryStatus(path) is not { Type: EntryType.Directory })
                return false;
            path /= name;
        }
        switch (FileSystem.TryStatus(path))
        {
            case { Type: EntryType.Directory } when FileSystem.List(path).Count == 0:
                Disk.DeleteEmptyFolder(path.ToString());
                return true;
            case { Type: EntryType.File, Size: 0 }:
                Disk.Delete(path.ToString());
                return true;
            case null:
                return true;
            default:
                return false;
        }
    }
}
