using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>The room that is left on the disk of a folder, and a full disk in words that a person can act on.</summary>
internal static class DiskSpace
{
    private const long LeastReserve = 1 << 20;
    private const long LargestReserve = 64 << 20;
    private const long ReservedFiles = 16;

    public static bool IsFull(Exception failure) => SystemFailure.ErrnoOf(failure) is Libc.ENOSPC or Libc.EDQUOT
        || (failure is AggregateException many && many.InnerExceptions.Any(IsFull));

    /// <summary>Whether so little is left that a compiler may fail for it.</summary>
    public static bool IsExhausted(string folder) => UntilExhausted(folder) <= 0;

    /// <summary>How many bytes can be written until the disk counts as full: one percent of it before it is, but at least 1 and at most 64 MiB.</summary>
    public static long UntilExhausted(string folder)
    {
        var disk = FileSystem.Disk(HostPath.Parse(folder));
        var reserve = Math.Clamp(disk.Size / 100, LeastReserve, LargestReserve);
        // A file system without a fixed number of files says 0 of 0.
        return disk.Files > 0 && disk.AvailableFiles < ReservedFiles ? 0 : disk.Available - reserve;
    }

    /// <exception cref="EnvironmentException">The disk of a folder was full, or may have been.</exception>
    public static void Demand(DiskState state, string folder)
    {
        if (state == DiskState.Full)
            throw Full(folder);
        if (state == DiskState.Unknown)
            throw new EnvironmentException("watch", folder, "the machine was too busy to tell whether the disk was full meanwhile",
                "try again when it is less busy, or make more room there");
    }

    public static EnvironmentException Full(string folder, Exception? failure = null) => new(
        "write to", folder, "no space is left on its disk", "make room there, for instance with imgrep gc --keep SIZE; what was finished is kept", failure);
}
