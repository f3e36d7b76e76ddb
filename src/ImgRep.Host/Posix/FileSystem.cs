using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using ImgRep.Files;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

public enum EntryType
{
    File,
    Directory,
    Symlink,
    Fifo,
    Socket,
    CharacterDevice,
    BlockDevice,
}

/// <param name="ModifiedAt">When its bytes were last written, in nanoseconds since 1970-01-01.</param>
/// <param name="ChangedAt">When anything of it last changed, as the kernel alone can say.</param>
/// <param name="Inode">Unique among the files of one file system.</param>
/// <param name="Links">How many names the file has.</param>
/// <param name="Allocated">The room that it takes on the disk, in bytes.</param>
public readonly record struct EntryStatus(
    EntryType Type, int Mode, uint Owner, uint Group, long Size, long ModifiedAt, long ChangedAt, ulong Inode, uint Links, uint Major, uint Minor, long Allocated);

/// <summary>What a disk has.</summary>
/// <param name="Available">Bytes that processes without rights can still write.</param>
/// <param name="Files">How many there can be; 0 where the file system has no such number.</param>
public readonly record struct DiskStatus(long Size, long Available, long Files, long AvailableFiles);

/// <summary>Single operations on entries by their byte names, however long a path is. No operation follows a link in the last part of a path.</summary>
/// <exception cref="EnvironmentException">Every operation throws it, with itself, the path and the system's reason.</exception>
public static unsafe class FileSystem
{
    private const uint BasicStatus = 0x7FF;
    private const int MaximumAttribute = 64 * 1024;

    public static EntryStatus Status(HostPath path) => TryStatus(path) ?? throw Failed("read", path, Libc.ENOENT);

    /// <summary>Null if there is no such entry.</summary>
    public static EntryStatus? TryStatus(HostPath path) => TryStatus(Libc.CurrentDirectory, path);

    /// <param name="directory">An open folder, in which <paramref name="path"/> is a name.</param>
    internal static EntryStatus? TryStatus(int directory, HostPath path)
    {
        Libc.Statx status;
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
        {
            if (Libc.StatX(directory, name, Libc.SymlinkNoFollow, BasicStatus, out status) != 0)
            {
                var errno = Marshal.GetLastPInvokeError();
                return errno is Libc.ENOENT or Libc.ENOTDIR ? null : throw Failed("read", path, errno);
            }
        }
        return new EntryStatus(
            NodeType.Of(status.Mode), status.Mode & Modes.All, status.Owner, status.Group, (long)status.Size,
            Nanoseconds(status.ModifiedAt), Nanoseconds(status.ChangedAt),
            status.Inode, status.Links, status.RawDeviceMajor, status.RawDeviceMinor, (long)status.Blocks * 512);
    }

    /// <summary>The disk that an entry lies on.</summary>
    public static DiskStatus Disk(HostPath path)
    {
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
        {
            Check(Libc.FileSystemStatus(name, out var status), "look at the disk of", path);
            return new DiskStatus((long)(status.Blocks * status.FragmentSize), (long)(status.AvailableBlocks * status.FragmentSize), (long)status.Files,
                (long)status.AvailableFiles);
        }
    }

    /// <summary>The names in a folder, without <c>.</c> and <c>..</c>, in no order.</summary>
    public static List<FileName> List(HostPath path)
    {
        nint directory;
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
            directory = Libc.OpenDirectory(name);
        return directory == 0 ? throw Failed("list", path, Marshal.GetLastPInvokeError()) : List(directory, path);
    }

    /// <param name="folder">Is read to its end, and of no use afterwards.</param>
    internal static List<FileName> List(SafeFileHandle folder)
    {
        var directory = Libc.OpenDirectory((int)folder.DangerousGetHandle());
        if (directory == 0)
            throw Failed("list", HostPath.Parse("."), Marshal.GetLastPInvokeError());
        // The stream closes the descriptor.
        folder.SetHandleAsInvalid();
        return List(directory, HostPath.Parse("."));
    }

    private static List<FileName> List(nint directory, HostPath path)
    {
        try
        {
            var names = new List<FileName>();
            for (byte* entry; (entry = Libc.ReadDirectory(directory)) != null;)
            {
                // struct dirent64: d_ino 8, d_off 8, d_reclen 2, d_type 1, then the name.
                if (FileName.TryOf(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + 19), out var child))
                    names.Add(child);
            }
            // The end of a folder and an error differ in errno alone.
            return Marshal.GetLastPInvokeError() is not 0 and var errno ? throw Failed("list", path, errno) : names;
        }
        finally
        {
            _ = Libc.CloseDirectory(directory);
        }
    }

    public static ImmutableArray<byte> ReadLink(HostPath path)
    {
        var buffer = stackalloc byte[4096];
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
        {
            var length = Libc.ReadLink(name, buffer, 4096);
            return length < 0 ? throw Failed("read link", path) : [.. new ReadOnlySpan<byte>(buffer, (int)length)];
        }
    }

    /// <summary>Opens a regular file for reading; a link in its place is an error.</summary>
    public static DiskStream OpenRead(HostPath path) =>
        new(OpenHandle(path, OpenFlags.NoFollow, 0), FileAccess.Read, path.ToString());

    /// <summary>Opens a regular file for reading, by way of links too; null if it is anything else. A fifo is not waited for, and
    /// nothing happens to a device.</summary>
    public static DiskStream? OpenRegular(string path)
    {
        var name = HostPath.Parse(path);
        if (TypeOf(Libc.CurrentDirectory, name, 0) != EntryType.File)
            return null;
        var handle = OpenHandle(name, OpenFlags.NonBlocking, 0);
        // What was looked at may have been replaced since.
        if (TypeOf(handle) == EntryType.File)
            return new DiskStream(handle, FileAccess.Read, path);
        handle.Dispose();
        return null;
    }

    /// <summary>Makes a new file, open for writing; an existing entry is an error.</summary>
    public static DiskStream Create(HostPath path) =>
        new(OpenHandle(path, OpenFlags.CreateNew | OpenFlags.NoFollow, (uint)Modes.Octal("600")), FileAccess.Write, path.ToString());

    public static void MakeDirectory(HostPath path)
    {
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
            Check(Libc.MakeDirectory(name, (uint)Modes.Octal("700")), "make folder", path);
    }

    public static void Symlink(ReadOnlySpan<byte> target, HostPath path)
    {
        Span<byte> terminated = new byte[target.Length + 1];
        target.CopyTo(terminated);
        using var reach = Reach.To(path);
        fixed (byte* to = terminated, name = reach.Name)
            Check(Libc.Symlink(to, name), "make link", path);
    }

    public static void HardLink(HostPath existing, HostPath path)
    {
        using var source = Reach.To(existing);
        using var target = Reach.To(path);
        fixed (byte* from = source.Name, to = target.Name)
            Check(Libc.Link(from, to), "make hard link", path);
    }

    public static void MakeFifo(HostPath path)
    {
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
            Check(Libc.MakeNode(name, NodeType.Fifo | (uint)Modes.Octal("600"), 0), "make fifo", path);
    }

    /// <summary>Makes the character device 0/0 by which an overlay says that a lower entry is gone.</summary>
    public static void MakeWhiteout(HostPath path)
    {
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
            Check(Libc.MakeNode(name, NodeType.CharacterDevice, 0), "make whiteout", path);
    }

    public static void ChangeOwner(HostPath path, uint owner, uint group)
    {
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
            Check(Libc.ChangeOwner(name, owner, group), "change owner of", path);
    }

    /// <summary>Must not be called on a symbolic link: it would be followed.</summary>
    public static void ChangeMode(HostPath path, int mode)
    {
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
            Check(Libc.ChangeMode(name, (uint)mode), "change mode of", path);
    }

    /// <param name="modifiedAt">Nanoseconds since 1970-01-01.</param>
    public static void SetModifiedAt(HostPath path, long modifiedAt)
    {
        var (seconds, nanoseconds) = Math.DivRem(modifiedAt, 1_000_000_000);
        if (nanoseconds < 0)
            (seconds, nanoseconds) = (seconds - 1, nanoseconds + 1_000_000_000);
        var time = new Libc.TimeSpec { Seconds = seconds, Nanoseconds = nanoseconds };
        var times = stackalloc Libc.TimeSpec[] { time, time };
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
            Check(Libc.SetTimes(Libc.CurrentDirectory, name, times, Libc.SymlinkNoFollow), "set time of", path);
    }

    public static ImmutableSortedDictionary<string, ImmutableArray<byte>> Attributes(HostPath path)
    {
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
        {
            var buffer = stackalloc byte[1024];
            var length = Libc.ListAttributes(name, buffer, 1024);
            if (length == 0)
                return Metadata.NoAttributes;
            if (length < 0 && Marshal.GetLastPInvokeError() == Libc.EOPNOTSUPP)
                return Metadata.NoAttributes;
            var list = length > 0 ? new ReadOnlySpan<byte>(buffer, (int)length).ToArray() : LongList(path, name);
            return ReadAttributes(path, name, list);
        }
    }

    public static void SetAttribute(HostPath path, string attribute, ReadOnlySpan<byte> value)
    {
        var key = Encoding.UTF8.GetBytes(attribute + '\0');
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name, keyBytes = key, valueBytes = value)
            Check(Libc.SetAttribute(name, keyBytes, valueBytes, (nuint)value.Length, 0), $"set {attribute} of", path);
    }

    /// <summary>Renames; false if the target exists as a folder that is not empty.</summary>
    public static bool TryRename(string from, string to)
    {
        fixed (byte* source = HostPath.Parse(from).Terminated, target = HostPath.Parse(to).Terminated)
        {
            if (Libc.Rename(source, target) == 0)
                return true;
        }
        var errno = Marshal.GetLastPInvokeError();
        return errno is Libc.EEXIST or Libc.ENOTEMPTY ? false : throw Failed("rename", HostPath.Parse(from), errno);
    }

    /// <summary>Lets two entries change places, at no moment either being without one; false where the file system cannot.</summary>
    public static bool TryExchange(string one, string other)
    {
        fixed (byte* source = HostPath.Parse(one).Terminated, target = HostPath.Parse(other).Terminated)
            return Libc.RenameAt(Libc.CurrentDirectory, source, Libc.CurrentDirectory, target, Libc.RenameExchange) == 0;
    }

    /// <summary>Whether an open file still has a name.</summary>
    internal static bool IsNamed(SafeFileHandle handle)
    {
        var empty = (byte)0;
        return Libc.StatX((int)handle.DangerousGetHandle(), &empty, Libc.EmptyPath, BasicStatus, out var status) == 0 && status.Links > 0;
    }

    private static byte[] LongList(HostPath path, byte* name)
    {
        var list = new byte[MaximumAttribute];
        fixed (byte* bytes = list)
        {
            var length = Libc.ListAttributes(name, bytes, MaximumAttribute);
            return length < 0 ? throw Failed("list attributes of", path) : list[..(int)length];
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<byte>> ReadAttributes(HostPath path, byte* name, byte[] list)
    {
        var attributes = Metadata.NoAttributes.ToBuilder();
        var value = new byte[MaximumAttribute];
        for (var start = 0; start < list.Length;)
        {
            var end = Array.IndexOf(list, (byte)0, start);
            fixed (byte* key = &list[start], bytes = value)
            {
                var length = Libc.GetAttribute(name, key, bytes, MaximumAttribute);
                if (length >= 0)
                    attributes[Encoding.UTF8.GetString(list.AsSpan(start, end - start))] = [.. value.AsSpan(0, (int)length)];
                else if (Marshal.GetLastPInvokeError() is not (Libc.ENODATA or Libc.EOPNOTSUPP))
                    throw Failed("read attributes of", path);
            }
            start = end + 1;
        }
        return attributes.ToImmutable();
    }

    /// <summary>open(2), never inherited by children.</summary>
    internal static SafeFileHandle OpenHandle(HostPath path, int flags, uint mode)
    {
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
        {
            var descriptor = Libc.Open(name, flags | OpenFlags.CloseOnExec, mode);
            return descriptor < 0 ? throw Failed("open", path) : new SafeFileHandle(descriptor, ownsHandle: true);
        }
    }

    /// <summary>open(2) of a path that ends in NUL and is not too long.</summary>
    internal static SafeFileHandle OpenShort(ReadOnlySpan<byte> path, int flags)
    {
        fixed (byte* name = path)
        {
            var descriptor = Libc.Open(name, flags | OpenFlags.CloseOnExec, 0);
            return descriptor < 0
                ? throw Failed("open", HostPath.Parse(Encoding.UTF8.GetString(path[..^1])), Marshal.GetLastPInvokeError())
                : new SafeFileHandle(descriptor, ownsHandle: true);
        }
    }

    /// <summary>openat(2), never inherited by children.</summary>
    internal static SafeFileHandle OpenAt(int directory, HostPath path, int flags, uint mode)
    {
        fixed (byte* name = path.Terminated)
        {
            var descriptor = Libc.OpenAt(directory, name, flags | OpenFlags.CloseOnExec, mode);
            return descriptor < 0 ? throw Failed("open", path) : new SafeFileHandle(descriptor, ownsHandle: true);
        }
    }

    private static long Nanoseconds(Libc.StatxTime time) => (time.Seconds * 1_000_000_000) + time.Nanoseconds;

    internal static EntryType TypeOf(SafeFileHandle handle) => TypeOf((int)handle.DangerousGetHandle(), HostPath.Parse(""), Libc.EmptyPath);

    private static EntryType TypeOf(int directory, HostPath path, int flags)
    {
        using var reach = Reach.To(path);
        fixed (byte* name = reach.Name)
            return Libc.StatX(directory, name, flags, BasicStatus, out var status) == 0 ? NodeType.Of(status.Mode) : throw Failed("read", path);
    }

    /// <summary>By way of links; null if there is nothing.</summary>
    public static EntryType? TryTypeOf(HostPath path)
    {
        fixed (byte* name = path.Terminated)
        {
            if (Libc.StatX(Libc.CurrentDirectory, name, 0, BasicStatus, out var status) == 0)
                return NodeType.Of(status.Mode);
        }
        var errno = Marshal.GetLastPInvokeError();
        return errno is Libc.ENOENT or Libc.ENOTDIR or Libc.ELOOP or Libc.ENAMETOOLONG ? null : throw Failed("look at", path, errno);
    }

    private static void Check(int result, string operation, HostPath path)
    {
        if (result != 0)
            throw Failed(operation, path);
    }

    private static EnvironmentException Failed(string operation, HostPath path) => Failed(operation, path, Marshal.GetLastPInvokeError());

    internal static EnvironmentException Failed(string operation, HostPath path, int errno) => EnvironmentException.OfErrno(operation, path.ToString(), errno);
}
