using ImgRep.Building;

namespace ImgRep.Host.Builders.Buildah;

/// <summary>Runs a builder in namespaces of its own, inside those of the build: without a network, under the host name that every RUN
/// sees, and so that its mounts and all its processes end with it.</summary>
internal static class OwnNamespaces
{
    // Podman keeps its locks in /dev/shm, where those of other users may be.
    private const string Script = $"mount -t tmpfs tmpfs /dev/shm && hostname {RunSpec.HostName} && exec \"$@\"";

    public const string Program = "unshare";

    public static IEnumerable<string> Wrap(IEnumerable<string> words) =>
    [
        "--mount", "--propagation", "private", "--net", "--uts", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "--", "sh", "-c", Script, "sh", .. words,
    ];
}
