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
    private readonly string folder;

    private OverlayMount(string folder) => this.folder = folder;

    /// <summary>The merged tree.</summary>
    public string Root => Path.Combine(folder, "root");

    /// <param name="lowers">Folders of layers, the lowest first; not empty.</param>
    /// <param name="folder">An empty folder of ours, for the mount and its names.</param>
    public static OverlayMount Make(IReadOnlyList<string> lowers, string upper, string work, string folder)
    {
        var mount = new OverlayMount(folder);
        try
        {
            mount.MountAll(lowers, upper, work);
            return mount;
        }
        catch
        {
            mount.Dispose();
            throw;
        }
    }

    private void MountAll(IReadOnlyList<string> lowers, string upper, string work)
    {
        Directory.CreateDirectory(Root);
        // Short names: many layers must fit into one page of options. The kernel resolves links there.
        var names = lowers.Select((lower, i) => Name(lower, $"{i}")).ToList();
        var tail = $",upperdir={Name(upper, "u")},workdir={Name(work, "w")},userxattr,volatile";
        var stack = new List<string>();
        foreach (var name in names)
        {
            if (stack.Sum(n => n.Length + 1) + name.Length + tail.Length + 10 > MaximumOptions)
                stack = [Collapse(stack)];
            stack.Add(name);
        }
        Mount(Lowers(stack) + tail, Root);
    }

    private string Name(string path, string name)
    {
        var link = Path.Combine(folder, name);
        File.CreateSymbolicLink(link, path);
        return link;
    }

    /// <summary>Mounts some layers by themselves, read-only, so that they count as one.</summary>
    private string Collapse(List<string> stack)
    {
        var target = Path.Combine(folder, $"c{mounted.Count}");
        Directory.CreateDirectory(target);
        Mount(Lowers(stack) + ",userxattr", target);
        return target;
    }

    private static string Lowers(IEnumerable<string> stack) => "lowerdir=" + string.Join(':', stack.Reverse());

    private void Mount(string options, string target)
    {
        if (Libc.Mount("overlay", target, "overlay", 0, options) != 0)
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
