namespace ImgRep.EndToEnd.Builders;

/// <summary>Builders that are missing, wrong or interrupted: a clear message, and nothing left behind.</summary>
public class FaultTests
{
    private const string Slow = "FROM imgrep/base AS build\nRUN echo started && sleep 60\nFROM scratch\nCOPY --from=build /bin /\n";

    [Needs("bwrap", "docker")]
    public void A_daemon_that_is_down_is_named_with_what_to_do()
    {
        using var tree = new SmallTree();
        var outcome = Imgrep.Run(Imgrep.Launcher, ["build", "--builder", "docker", "base"], tree.Root,
            new Dictionary<string, string>(tree.Variables()) { ["DOCKER_HOST"] = "unix:///nowhere.sock" });
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("/nowhere.sock");
        outcome.Errors.ShouldContain("start its daemon, or set DOCKER_HOST");
    }

    [Needs("buildah", "runc", "bwrap", Root = true)]
    public void A_builder_that_is_too_old_is_refused_by_its_version()
    {
        using var tree = new SmallTree();
        tree.Write("old/buildah", "#!/bin/sh\necho 'buildah version 1.19.6 (image-spec 1.0, runtime-spec 1.0)'\n");
        Imgrep.Run("chmod", ["755", Path.Combine(tree.Root, "old/buildah")], "/").ExitCode.ShouldBe(0);
        var variables = new Dictionary<string, string>(tree.Variables()) { ["PATH"] = $"{tree.Root}/old:{Environment.GetEnvironmentVariable("PATH")}" };
        var outcome = Imgrep.Run(Imgrep.Launcher, ["build", "--builder", "buildah", "base"], tree.Root, variables);
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("use buildah 1.19.6: it is older than 1.28");
    }

    [Needs("bwrap")]
    public void A_client_of_Docker_that_lacks_buildx_is_said_to()
    {
        using var tree = new SmallTree();
        tree.Write("new/docker", "#!/bin/sh\ncase $1 in version) echo 20.10.24 28.2.2;; *) echo \"docker: unknown command: docker $1\" >&2; exit 1; esac\n");
        Imgrep.Run("chmod", ["755", Path.Combine(tree.Root, "new/docker")], "/").ExitCode.ShouldBe(0);
        var variables = new Dictionary<string, string>(tree.Variables())
        {
            ["PATH"] = $"{tree.Root}/new:{Environment.GetEnvironmentVariable("PATH")}",
            ["DOCKER_HOST"] = "unix:///nowhere.sock",
        };
        var outcome = Imgrep.Run(Imgrep.Launcher, ["build", "--builder", "docker", "base"], tree.Root, variables);
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("unknown command: docker buildx\n    its client 28.2.2 cannot build without buildx: install");
    }

    [Needs("buildah", "runc", "bwrap", Root = true)]
    public void A_step_that_fails_is_the_fault_of_the_package()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base AS build\nRUN echo said && exit 7\nFROM scratch\nCOPY --from=build /bin /\n");
        var outcome = tree.Run("build", "--builder", "buildah", "app");
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain("said");
        outcome.Errors.ShouldContain("app: error: buildah 1.");
    }

    [Needs("buildah", "runc", "bwrap", Root = true)]
    public void An_interrupted_build_leaves_no_process_mount_or_file_and_the_next_one_succeeds()
    {
        using var tree = new SmallTree().With("app", Slow);
        using (var process = tree.Start("build", "--builder", "buildah", "app"))
        {
            var log = Path.Combine(tree.Root, "out/logs/app.log");
            SpinWait.SpinUntil(() => File.Exists(log) && ReadShared(log).Contains("\nstarted", StringComparison.Ordinal), TimeSpan.FromSeconds(120)).ShouldBeTrue();
            Processes().ShouldNotBeEmpty();
            Imgrep.Run("kill", ["-INT", $"{process.Id}"], "/");
            process.WaitForExit();
            process.ExitCode.ShouldBe(130);
        }
        tree.StoreFiles("tmp").ShouldBeEmpty();
        File.ReadAllText("/proc/mounts").ShouldNotContain(tree.Root);
        Processes().ShouldBeEmpty();

        tree.With("app", Slow.Replace("sleep 60", "true", StringComparison.Ordinal));
        tree.Run("build", "--no-archive", "--builder", "buildah", "app").ExitCode.ShouldBe(0);

        string Processes() => Imgrep.Run("pgrep", ["-f", $"buildah.* {tree.Root}/"], "/").Output;
    }

    [Needs("buildah", "runc", "bwrap", "unshare", "mount", Root = true)]
    public void A_full_disk_is_not_the_fault_of_the_package()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base AS build\nRUN dd if=/dev/zero of=/big bs=1000000 count=300\nFROM scratch\nCOPY --from=build /bin /\n");
        Directory.CreateDirectory(tree.Store);
        const string script = """
            mount -t tmpfs -o size=200m none "$IMGREP_STORE" || exit 99
            "$0" build --no-archive --builder buildah app; code=$?
            mount -o remount,size=800m "$IMGREP_STORE"
            "$0" build --no-archive --builder buildah app || exit 97
            exit $code
            """;
        var outcome = Imgrep.Run("unshare", ["--mount", "sh", "-c", script, Imgrep.Launcher], tree.Root, tree.Variables());
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("no space is left");
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
