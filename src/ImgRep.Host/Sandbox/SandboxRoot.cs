using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>Makes a merged tree the root of a RUN: its <c>/dev</c> and its mounts, everything but <c>/proc</c>, which belongs to a pid namespace
/// that is not there yet. The sandbox's own program then has no path of an image to look up.</summary>
internal static class SandboxRoot
{
    private static readonly FileName Proc = FileName.Parse("proc");
    private static readonly FileName Dev = FileName.Parse("dev");

    /// <param name="root">The merged tree; nothing runs in it yet.</param>
    /// <param name="mounts">In the order of <paramref name="plan"/>.</param>
    public static void Mount(string root, MountPlan plan, IEnumerable<SandboxMount> mounts)
    {
        using var folder = FolderHandle.Open(HostPath.Parse(root));
        folder.Folder([Proc]).Dispose();
        using (var dev = folder.Folder([Dev]))
            SandboxDevices.Mount(dev);
        foreach (var mount in mounts)
            Mount(folder, mount);
        folder.Folder(plan.WorkingDirectory.AsSpan()).Dispose();
    }

    private static void Mount(FolderHandle root, SandboxMount mount)
    {
        using var target = mount.At.IsFolder ? root.Folder(mount.At.Path.AsSpan()).Handle : root.File(mount.At.Path.AsSpan());
        // Bubblewrap lets no mount give a process another user's rights.
        var attributes = MountAttributes.NoSetUser | (mount.IsReadOnly ? MountAttributes.ReadOnly : MountAttributes.None);
        using var source = mount.Source is not null
            ? MountCalls.Clone(HostPath.Parse(mount.Source), attributes)
            : MountCalls.Make("tmpfs", OptionsOf(mount), attributes | MountAttributes.NoDevices);
        MountCalls.Attach(source, target, FileTree.Show(mount.At.Path.AsSpan()));
    }

    private static IEnumerable<string> OptionsOf(SandboxMount mount) =>
        [$"mode={Modes.ToOctal(mount.Mode)}", .. mount.Size is { } size ? (string[])[$"size={size}"] : []];
}
