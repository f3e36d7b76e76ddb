using System.Runtime.InteropServices;
using System.Text;
using ImgRep.Files;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>A folder that is held open, whatever takes its name meanwhile. What is in it is reached by one name at a time, and no link is
/// followed: nothing that lies there leads out of it.</summary>
/// <exception cref="FormatException">A name is none, but a path.</exception>
/// <exception cref="EnvironmentException">Every operation throws it with the name and the system's reason.</exception>
internal sealed unsafe class OpenFolder : IDisposable
{
    private readonly SafeFileHandle handle;

    private OpenFolder(SafeFileHandle handle) => this.handle = handle;

    private int Descriptor => (int)handle.DangerousGetHandle();

    /// <param name="path">Links in it are followed: it is the user's own.</param>
    public static OpenFolder Open(string path) => new(FileSystem.OpenHandle(HostPath.Parse(path), OpenFlags.Directory, 0));

    /// <summary>A folder in this one; null if there is nothing of that name, or something else.</summary>
    public OpenFolder? TryOpenChild(string name)
    {
        if (!FileName.TryOf(Encoding.UTF8.GetBytes(name), out _))
            return null;
        try
        {
            return new OpenFolder(OpenAt(name, OpenFlags.Directory | OpenFlags.NoFollow, 0));
        }
        catch (EnvironmentException failure) when (failure.Errno is Libc.ENOENT or Libc.ENOTDIR or Libc.ELOOP)
        {
            return null;
        }
    }

    /// <summary>Makes a folder, unless something is there.</summary>
    public void MakeChild(string name)
    {
        fixed (byte* bytes = Terminated(name))
        {
            if (Libc.MakeDirectoryAt(Descriptor, bytes, (uint)Modes.Permissions) != 0 && Marshal.GetLastPInvokeError() is var errno and not Libc.EEXIST)
                throw FileSystem.Failed("make folder", HostPath.Parse(name), errno);
        }
    }

    /// <summary>Null if there is nothing of that name.</summary>
    public EntryStatus? TryStatus(string name) =>
        FileName.TryOf(Encoding.UTF8.GetBytes(name), out _) ? FileSystem.TryStatus(Descriptor, HostPath.Parse(name)) : null;

    /// <summary>The names in it, in no order.</summary>
    public List<FileName> List()
    {
        using var self = FileSystem.OpenAt(Descriptor, HostPath.Parse("."), OpenFlags.Directory, 0);
        return FileSystem.List(self);
    }

    /// <summary>Opens a regular file for reading; null if it is something else by now. A fifo is not waited for.</summary>
    public DiskStream? OpenFile(string name)
    {
        var file = OpenAt(name, OpenFlags.NoFollow | OpenFlags.NonBlocking, 0);
        if (FileSystem.TypeOf(file) == EntryType.File)
            return new DiskStream(file, FileAccess.Read, name);
        file.Dispose();
        return null;
    }

    /// <summary>Makes a new file, open for writing; an existing entry is an error.</summary>
    public DiskStream Create(string name) => new(OpenAt(name, OpenFlags.CreateNew | OpenFlags.NoFollow, (uint)Modes.Octal("600")), FileAccess.Write, name);

    /// <summary>Gives a file a second name. A link, unlike a renaming, never takes the place of what another process has just written.</summary>
    /// <returns>False if something else has that name.</returns>
    public bool TryLink(string existing, string name)
    {
        fixed (byte* from = Terminated(existing), to = Terminated(name))
        {
            if (Libc.LinkAt(Descriptor, from, Descriptor, to, 0) == 0)
                return true;
        }
        return Marshal.GetLastPInvokeError() is var errno and not Libc.EEXIST ? throw FileSystem.Failed("make hard link", HostPath.Parse(name), errno) : false;
    }

    /// <summary>Renames, in the place of a file that has the name.</summary>
    public void Rename(string from, string to)
    {
        fixed (byte* source = Terminated(from), target = Terminated(to))
        {
            if (Libc.RenameAt(Descriptor, source, Descriptor, target) != 0)
                throw FileSystem.Failed("rename", HostPath.Parse(to), Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Removes a file or a link, if there is one.</summary>
    public void Delete(string name)
    {
        fixed (byte* bytes = Terminated(name))
        {
            if (Libc.UnlinkAt(Descriptor, bytes, 0) != 0 && Marshal.GetLastPInvokeError() is var errno and not Libc.ENOENT)
                throw FileSystem.Failed("remove", HostPath.Parse(name), errno);
        }
    }

    /// <summary>Has its names on the disk before anything else is done.</summary>
    public void Sync() => SystemFailure.Named("write", "a folder of the tree", () => RandomAccess.FlushToDisk(handle));

    public void Dispose() => handle.Dispose();

    private SafeFileHandle OpenAt(string name, int flags, uint mode) => FileSystem.OpenAt(Descriptor, HostPath.Parse(NameOf(name)), flags, mode);

    private static ReadOnlySpan<byte> Terminated(string name) => HostPath.Parse(NameOf(name)).Terminated;

    private static string NameOf(string text) => FileName.Parse(text).ToString();
}
