using System.Globalization;

namespace ImgRep.Building;

/// <summary>The command line with which bubblewrap (bwrap(1)) runs a process, inside a user namespace that exists already.</summary>
public static class BubblewrapCommand
{
    /// <param name="root">The host's path of the root filesystem.</param>
    public static IEnumerable<string> Of(RunSpec spec, string root)
    {
        List<string> words =
        [
            "--die-with-parent", "--as-pid-1", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
            "--hostname", spec.Host, "--bind", root, "/", "--proc", "/proc", "--dev", "/dev", "--cap-drop", "ALL",
        ];
        // Where the caller is root on the host too, the kernel's own files would let it write.
        foreach (var path in OciRuntimeConfig.ReadOnlyPaths)
            words.AddRange(["--ro-bind-try", path, path]);
        foreach (var capability in RunSpec.Capabilities)
            words.AddRange(["--cap-add", "CAP_" + capability]);
        if (!spec.IsInteractive)
            words.Add("--new-session");
        foreach (var mount in spec.Mounts)
            words.AddRange(Of(mount));
        words.AddRange(["--chdir", spec.WorkingDirectory, "--clearenv"]);
        foreach (var (name, value) in spec.Environment)
            words.AddRange(["--setenv", name, value]);
        words.Add("--");
        words.AddRange(spec.Arguments);
        return words;
    }

    private static IEnumerable<string> Of(SandboxMount mount)
    {
        if (mount.Source is not null)
            return [mount.IsReadOnly ? "--ro-bind" : "--bind", mount.Source, mount.Target];
        return mount.Size is { } size
            ? ["--size", size.ToString(CultureInfo.InvariantCulture), "--tmpfs", mount.Target]
            : ["--tmpfs", mount.Target];
    }
}
