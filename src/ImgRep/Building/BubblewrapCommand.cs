using System.Globalization;

namespace ImgRep.Building;

/// <summary>The command line with which bubblewrap (bwrap(1)) runs a process, inside a user namespace that exists already.</summary>
public static class BubblewrapCommand
{
    /// <param name="root">The host's path of the root filesystem, with all that is mounted in it but <c>/proc</c>: bubblewrap looks names up where
    /// the host is within reach, so none of them is an image's to choose.</param>
    /// <param name="masked">Of <see cref="KernelFiles.Masked"/>, those that the machine's kernel has, and whether each is a folder.</param>
    /// <param name="filter">The descriptor from which it reads a filter of system calls, null for none.</param>
    public static IEnumerable<string> Print(RunSpec spec, string root, IEnumerable<KeyValuePair<string, bool>> masked, int? filter = null)
    {
        List<string> words =
        [
            "--die-with-parent", "--as-pid-1", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
            "--hostname", spec.Host, "--dev-bind", root, "/", "--proc", "/proc", "--mqueue", "/dev/" + DeviceFolder.MessageQueues, "--cap-drop", "ALL",
        ];
        // Where the caller is root on the host too, the kernel's own files would let it write.
        foreach (var path in KernelFiles.ReadOnly)
            words.AddRange(["--ro-bind-try", path, path]);
        foreach (var (path, isFolder) in masked)
            words.AddRange(isFolder ? ["--perms", "1777", "--tmpfs", path, "--remount-ro", path] : ["--dev-bind", root + "/dev/null", path]);
        foreach (var capability in Capability.Kept)
            words.AddRange(["--cap-add", "CAP_" + capability.Name]);
        // With a terminal it is in a session that was made with that.
        if (!spec.HasTerminal)
            words.Add("--new-session");
        if (filter is not null)
            words.AddRange(["--seccomp", filter.Value.ToString(CultureInfo.InvariantCulture)]);
        words.AddRange(["--chdir", spec.WorkingDirectory, "--clearenv"]);
        foreach (var (name, value) in spec.Environment)
            words.AddRange(["--setenv", name, value]);
        words.Add("--");
        words.AddRange(spec.Arguments);
        return words;
    }
}
