using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>An exclusive lock on a file (flock(2)), held until it is disposed or its process ends. .NET's own file streams take
/// locks of their own and cannot be used for this.</summary>
internal sealed class LockFile : IDisposable
{
    private const int Exclusive = 2;
    private const int WithoutWaiting = 4;
    private const int OpenCreate = 0x40 | 0x2;
    private readonly SafeFileHandle handle;

    private LockFile(SafeFileHandle handle) => this.handle = handle;

    /// <summary>Null if another has it. The file is made if need be.</summary>
    public static LockFile? TryTake(string path)
    {
        var handle = FileSystem.OpenHandle(UnixPath.Of(path), OpenCreate, 0x180);
        if (Libc.FileLock(handle.DangerousGetHandle(), Exclusive | WithoutWaiting) == 0)
            return new LockFile(handle);
        handle.Dispose();
        return null;
    }

    public void Dispose() => handle.Dispose();
}
