using System.Runtime.InteropServices;
using ImgRep.Files;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>An open folder from which one goes down by names. No link is ever followed, and there is no way up.</summary>
internal sealed unsafe class FolderHandle : IDisposable
{
    /// <summary>openat2(2): RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH.</summary>
    private const ulong BeneathWithoutLinks = 0x2 | 0x4 | 0x8;

    private const nint OpenAt2 = 437;
    private static readonly uint FolderMode = (uint)Modes.Octal("755");
    private static readonly uint FileMode = (uint)Modes.Octal("644");

    public FolderHandle(SafeFileHandle handle) => Handle = handle;

    public SafeFileHandle Handle { get; }

    private int Descriptor => (int)Handle.DangerousGetHandle();

    public static FolderHandle Open(HostPath path) => new(FileSystem.OpenHandle(path, OpenFlags.PathOnly, 0));

    /// <summary>The folder below this one by its path; what is missing is made.</summary>
    /// <exception cref="EnvironmentException">Something on the way is no folder, or cannot be made.</exception>
    public FolderHandle Folder(ReadOnlySpan<FileName> path)
    {
        var folder = new FolderHandle(Opened(null));
        foreach (var name in path)
        {
            using var parent = folder;
            folder = parent.Child(name);
        }
        return folder;
    }

    /// <summary>A file, made empty if it is missing, as are the folders on the way to it.</summary>
    public SafeFileHandle File(ReadOnlySpan<FileName> path)
    {
        using var parent = Folder(path[..^1]);
        var name = path[^1];
        fixed (byte* bytes = Terminated(name))
        {
            var created = Libc.OpenAt(parent.Descriptor, bytes, OpenFlags.CreateNew | OpenFlags.CloseOnExec, FileMode);
            if (created >= 0)
                _ = Libc.Close(created);
            else if (Marshal.GetLastPInvokeError() != Libc.EEXIST)
                throw Failed("make", name);
        }
        return parent.Opened(name);
    }

    /// <summary>Makes a symbolic link.</summary>
    public void Link(FileName name, string target)
    {
        fixed (byte* bytes = Terminated(name), to = HostPath.Parse(target).Terminated)
        {
            if (Libc.SymlinkAt(to, Descriptor, bytes) != 0)
                throw Failed("make link", name);
        }
    }

    public void Dispose() => Handle.Dispose();

    private FolderHandle Child(FileName name)
    {
        fixed (byte* bytes = Terminated(name))
        {
            if (Libc.MakeDirectoryAt(Descriptor, bytes, FolderMode) != 0 && Marshal.GetLastPInvokeError() is not (Libc.EEXIST or Libc.EROFS))
                throw Failed("make folder", name);
        }
        return new FolderHandle(Opened(name));
    }

    private SafeFileHandle Opened(FileName? name)
    {
        // struct open_how: flags, mode, resolve.
        var how = stackalloc ulong[3] { OpenFlags.PathOnly | OpenFlags.CloseOnExec, 0, BeneathWithoutLinks };
        fixed (byte* bytes = name is null ? ".\0"u8 : Terminated(name))
        {
            var descriptor = Libc.SystemCall(OpenAt2, Descriptor, (nint)bytes, (nint)how, 3 * sizeof(ulong), 0);
            return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failed("open", name);
        }
    }

    private static byte[] Terminated(FileName name) => [.. name.Bytes, 0];

    private static EnvironmentException Failed(string operation, FileName? name) =>
        new(operation, name?.ToString() ?? "the root folder", Marshal.GetLastPInvokeErrorMessage(), "a mount of a RUN has to lie there");
}
