using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>A full disk, said so that a person can act on it.</summary>
internal static class DiskSpace
{
    /// <summary>A file system with less left than this is full for a compiler.</summary>
    private const long Exhausted = 1 << 20;

    public static bool IsFull(Exception failure) => FileSystem.ErrnoOf(failure) is Libc.ENOSPC or Libc.EDQUOT
        || (failure is AggregateException many && many.InnerExceptions.Any(IsFull));

    public static bool IsExhausted(string folder) => new DriveInfo(folder).AvailableFreeSpace < Exhausted;

    public static EnvironmentException Full(string folder, Exception? failure = null) => new(
        "write to", folder, "no space is left on its disk", "make room there, for instance with imgrep gc --keep SIZE; what was finished is kept", failure);
}
