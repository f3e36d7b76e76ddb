using ImgRep.Host.Builders.Buildah;

namespace ImgRep.Host.Builders.Podman;

/// <summary>Podman, without its daemon-like parts: no cgroups, no journal, no shared state.</summary>
/// <param name="scratch">An empty folder.</param>
internal sealed class PodmanBuilder(string scratch) : BuildahBuilder(
    scratch, "podman", new Version(4, 3),
    ["--tmpdir", Path.Combine(scratch, "tmp"), "build", "--pull=never"]);
