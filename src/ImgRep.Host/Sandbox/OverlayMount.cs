using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ImgRep.Host.Posix;

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

    /// <param name="lowers">Folders of layers, or links to them, the lowest first; not empty. Short paths: many must fit into one page
    /// of options.</param>
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

    private void MountAll(IReadOnlyList<string> lowers, string upper)
    {
        var tail = $",upperdir={upper},workdir={newFolder()},userxattr,volatile";
        var stack = new List<string>();
        foreach (var lower in lowers)
        {
            if (stack.Sum(one => one.Length + 1) + lower.Length + tail.Length + 10 > MaximumOptions)
                stack = [Collapse(stack)];
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

    /// <summary>Unmounts while the build goes on: the kernel takes longer for it than for the mount, and nothing writes there any more.</summary>
    public void Dispose() => Unmounting.Add(Task.Run(() =>
    {
        while (mounted.TryPop(out var target))
            _ = Libc.Unmount(target, Libc.UnmountDetach);
    }));

    /// <summary>Waits until everything is unmounted: before that, nothing may be removed that lies around a mount.</summary>
    public static void WaitForAll() => Task.WaitAll([.. Unmounting]);
}
