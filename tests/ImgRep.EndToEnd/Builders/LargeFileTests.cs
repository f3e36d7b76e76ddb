namespace ImgRep.EndToEnd.Builders;

/// <summary>What does not fit into 32 bits comes to one digest, too.</summary>
public sealed class LargeFileTests
{
    [Needs("docker", "dockerd", "containerd", "runc", "bwrap", Root = true)]
    public void A_file_of_more_than_four_GiB_comes_to_one_digest()
    {
        using var host = new BuilderHost();
        using var tree = TortureTree.Make("FROM imgrep/base AS build\nRUN mkdir /rootfs && dd if=/dev/zero of=/rootfs/sparse bs=1 count=1 seek=4300000000\nFROM "
            + "scratch\nCOPY --from=build /rootfs /\n");
        // Buildah, with which Podman builds, would take minutes more, and the same code reads its archives.
        host.Build(tree, "torture", "docker").ShouldBe(host.Build(tree, "torture", "embedded"));
    }
}
