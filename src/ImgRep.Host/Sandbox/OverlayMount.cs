using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using ImgRep.Host.Posix;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Sandbox;

/// <summary>A root filesystem of several layers, mounted while this object lives (overlayfs in a user namespace, Linux 5.11).</summary>
internal sealed class OverlayMount : IDisposable
{
    /// <summary>What mount(2) takes as its options: one page.</summary>
    private const int MaximumOptions = 4095;

    private static readonly ConcurrentBag<Task> Unmounting = [];
    private readonly Stack<string> mounted = [];
    private readonly Func<string> newFolder;

    private OverlayMount(Func<string> newFolder) => (this.newFolder, Root) = (newFolder, newFolder());

    /// <summary>The merged tree.</summary>
    public string Root { get; }

    /// <param name="lowers">Folders of layers, the lowest first; not empty.</param>
    /// <param name="newFolder">Makes an empty folder of ours, on the file system of <paramref name="upper"/>.</param>
    public static OverlayMount Make(IReadOnlyList<string> lowers, string upper, Func<string> newFolder)
    {
        var mount = new OverlayMount(newFolder);
        try
        {
            mount.MountAll(lowers, upper);
            return mount;
        }
        catch
        {
            mount.Dispose();
            throw;
        }
    }

    /// <summary>Folders are named by their descriptors: commas, colons and backslashes in a path would be read as parts of the options, and
    /// long paths would not fit into one page of them.</summary>
    private void MountAll(IReadOnlyList<string> lowers, string upper)
    {
        using var folders = new OpenFolders();
        var tail = $",upperdir={folders.Open(upper)},workdir={folders.Open(newFolder())},userxattr,volatile";
        var stack = new List<string>();
        foreach (var lower in lowers.Select(folders.Open))
        {
            if (stack.Sum(one => one.Length + 1) + lower.Length + tail.Length + 10 > MaximumOptions)
                stack = [folders.Open(Collapse(stack))];
            stack.Add(lower);
        }
        Mount(Lowers(stack) + tail, Root);
    }

    /// <summary>Mounts some layers by themselves, read-only, so that they count as one.</summary>
    private string Collapse(List<string> stack)
    {
        var target = newFolder();
        Mount(Lowers(stack) + ",userxattr", target);
        return target;
    }

    private static string Lowers(IEnumerable<string> stack) => "lowerdir=" + string.Join(':', stack.Reverse());

    private void Mount(string options, string target)
    {
        if (Libc.Mount("overlay", target, "overlay", Libc.MountNoSetUser, options) != 0)
        {
            throw new EnvironmentException("mount", "overlay", Marshal.GetLastPInvokeErrorMessage(),
                "the store must lie on a file system that can be the upper folder of an overlay (ext4, xfs, btrfs, tmpfs)");
        }
        mounted.Push(target);
    }

    /// <summary>Makes sure that everything that was written here arrived: a volatile overlay gives back the errors that the disk below it has reported since
    /// it was mounted (Linux, Documentation/filesystems/overlayfs.rst, Volatile mount).</summary>
    /// <exception cref="EnvironmentException">The disk reported an error.</exception>
    public void Check()
    {
        using var root = FileSystem.OpenHandle(HostPath.Parse(Root), OpenFlags.Directory, 0);
        if (Libc.SyncFileSystem((int)root.DangerousGetHandle()) != 0)
            throw new EnvironmentException("write to", "overlay", $"the disk reported an error: {Marshal.GetLastPInvokeErrorMessage()}", "see what the kernel says of it (dmesg)");
    }

    /// <summary>Folders that are open while something is mounted of them.</summary>
    private sealed class OpenFolders : IDisposable
    {
        private readonly List<SafeFileHandle> handles = [];

        /// <returns>A short path to it.</returns>
        public string Open(string folder)
        {
            var handle = FileSystem.OpenHandle(HostPath.Parse(folder), OpenFlags.PathOnly | OpenFlags.Directory, 0);
            handles.Add(handle);
            return string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}");
        }

        public void Dispose() => handles.ForEach(handle => handle.Dispose());
    }

    /// <summary>Unmounts while the build goes on: the kernel takes longer for it than for the mount, and nothing writes there any more.</summary>
    public void Dispose() => Unmounting.Add(Task.Run(() =>
    {
        while (mounted.TryPop(out var target))
            _ = Libc.Unmount(target, Libc.UnmountDetach);
    }));

    /// <summary>Waits until everything is unmounted: before that, nothing may be removed that lies around a mount.</summary>
    public static void WaitForAll() => Task.WaitAll([.. Unmounting]);
}
