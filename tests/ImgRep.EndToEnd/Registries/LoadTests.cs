using ImgRep.EndToEnd.Builders;

namespace ImgRep.EndToEnd.Registries;

/// <summary><c>imgrep load</c>.</summary>
public class LoadTests
{
    [Needs("docker", "dockerd", "containerd", "runc", "bwrap", Root = true)]
    public void An_image_is_in_Docker_afterwards_and_runs()
    {
        using var tree = new SmallTree();
        using var host = new BuilderHost();
        var none = host.Run(tree, "load", "base", "--into", "docker");
        none.ExitCode.ShouldBe(3, none.ToString());
        none.Errors.ShouldContain("the package 'base' has no image yet");

        tree.Build("base");
        var outcome = host.Run(tree, "load", "base", "--into", "docker");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        var name = outcome.Output.Trim();
        host.Docker("run", "--rm", "--network", "none", name, "echo", "it runs").ShouldBe("it runs\n");

        // What lies in out/ may be anybody's.
        tree.Write("out/base.tgz", "no archive of this image");
        host.Run(tree, "load", "base", "--into", "docker").Output.ShouldBe(outcome.Output);
    }

    [Needs("bwrap", "docker")]
    public void A_daemon_that_is_down_is_named()
    {
        using var tree = new SmallTree();
        tree.Build("base");
        var outcome = Imgrep.Run(Imgrep.Launcher, ["load", "base", "--into", "docker"], tree.Root,
            new Dictionary<string, string>(tree.Variables()) { ["DOCKER_HOST"] = "unix:///nowhere.sock" });
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("/nowhere.sock");
    }
}
