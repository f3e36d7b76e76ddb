using System.Runtime.InteropServices;
using ImgRep.Files;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>A lock on a file (flock(2)), held until it is disposed or its process ends, however that ends. It is the same lock for processes of all
/// namespaces. .NET's own file streams take locks of their own and cannot be used for this.</summary>
internal sealed class LockFile : IDisposable
{
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int WithoutWaiting = 4;
    private static readonly uint OwnerOnly = (uint)Modes.Octal("600");

    private LockFile(SafeFileHandle handle) => Handle = handle;

    /// <summary>Open for reading, and for writing at the end.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>The lock for this process alone; null if another has it. The file is made if need be.</summary>
    public static LockFile? TryTake(string path) => TryLock(path, OpenFlags.Create, Exclusive | WithoutWaiting);

    /// <summary>Like <see cref="TryTake"/>, of a file that its last user removes: null if there is none any more.</summary>
    public static LockFile? TryTakeExisting(string path) => TryLock(path, 0, Exclusive | WithoutWaiting);

    /// <summary>The lock for this process alone, once all others have let go of it. The file is made if need be.</summary>
    public static LockFile Take(string path) => TryLock(path, OpenFlags.Create, Exclusive)
        ?? throw new EnvironmentException("lock", path, "it was removed meanwhile", "run the command again");

    /// <summary>The lock together with all others that share it, once nobody has it alone. The file is made if need be.</summary>
    public static LockFile Share(string path) => TryLock(path, OpenFlags.Create, Shared)
        ?? throw new EnvironmentException("lock", path, "it was removed meanwhile", "run the command again");

    /// <summary>The lock together with all others that share it, of a file that its last user removes; null if there is none any more.</summary>
    public static LockFile? TryShareExisting(string path) => TryLock(path, 0, Shared | WithoutWaiting);

    /// <summary>A new file in a folder, locked from the beginning, and the path to it.</summary>
    /// <param name="alone">Whether nobody else may share it.</param>
    public static (LockFile Lock, string Path) MakeIn(string folder, string suffix, bool alone)
    {
        while (true)
        {
            var path = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("n") + suffix);
            // Between the making and the locking, somebody may take it for one that a killed process left.
            if (TryLock(path, OpenFlags.Create | OpenFlags.Exclusive, (alone ? Exclusive : Shared) | WithoutWaiting) is { } made)
                return (made, path);
        }
    }

    /// <summary>Writes after what is in it.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(Handle, bytes, 0);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Explain("write", "a lock file", failure);
        }
    }

    public void Dispose() => Handle.Dispose();

    private static LockFile? TryLock(string path, int open, int operation)
    {
        SafeFileHandle handle;
        try
        {
            handle = FileSystem.OpenHandle(HostPath.Parse(path), open | OpenFlags.ReadWrite | OpenFlags.Append, OwnerOnly);
        }
        catch (EnvironmentException missing) when (missing.Errno == Libc.ENOENT && (open & OpenFlags.Create) == 0)
        {
            return null;
        }
        int errno;
        while ((errno = Lock(handle, operation)) == Libc.EINTR)
        {
        }
        if (errno == 0 && FileSystem.IsNamed(handle))
            return new LockFile(handle);
        handle.Dispose();
        return errno is 0 or Libc.EAGAIN ? null : throw EnvironmentException.OfErrno("lock", path, errno);
    }

    private static int Lock(SafeFileHandle handle, int operation) =>
        Libc.FileLock(handle.DangerousGetHandle(), operation) == 0 ? 0 : Marshal.GetLastPInvokeError();
}
