namespace ImgRep.EndToEnd.Builders;

/// <summary>Whichever builder builds a package, its image has one digest.</summary>
public class SameDigestTests
{
    [Needs("docker", "dockerd", "containerd", "runc", "buildah", "podman", "bwrap", "python3", Root = true)]
    public void Everything_that_builders_treat_differently_comes_to_one_digest()
    {
        using var host = new BuilderHost();
        using var tree = TortureTree.Make();
        var expected = host.Build(tree, "torture", "embedded");
        foreach (var builder in (string[])["docker", "buildah", "podman"])
            host.Build(tree, "torture", builder).ShouldBe(expected, builder);
    }

    [Needs("buildah", "podman", "runc", "newuidmap", "setpriv", "useradd", "python3", Root = true)]
    public void It_is_the_same_without_root()
    {
        using var user = new OrdinaryUser();
        using var tree = TortureTree.Make();
        user.Own(tree.Root);
        var digests = new List<string>();
        foreach (var builder in (string[])["embedded", "buildah", "podman"])
        {
            var outcome = user.Run(tree, "build", "--no-archive", "--no-cache", "--sandbox", "runc", "--builder", builder, "torture");
            outcome.ExitCode.ShouldBe(0, outcome.ToString());
            digests.Add(outcome.Output);
        }
        digests.Distinct().ShouldHaveSingleItem();
    }
}
