using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>How much room an entry takes on the disk, with all that is in it. No link is followed, a file of several names counts once, holes
/// do not count, and what vanishes or cannot be read meanwhile counts nothing.</summary>
internal static class DiskUsage
{
    /// <returns>Bytes.</returns>
    public static long Measure(HostPath root, CancellationToken cancellation)
    {
        var linked = new HashSet<ulong>();
        var open = new Stack<HostPath>([root]);
        long bytes = 0;
        while (open.TryPop(out var path))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (FileSystem.TryStatus(path) is not { } status || (status is { Type: not EntryType.Directory, Links: > 1 } && !linked.Add(status.Inode)))
                    continue;
                bytes += status.Allocated;
                if (status.Type != EntryType.Directory)
                    continue;
                foreach (var name in FileSystem.List(path))
                    open.Push(path / name);
            }
            catch (EnvironmentException)
            {
            }
        }
        return bytes;
    }
}
