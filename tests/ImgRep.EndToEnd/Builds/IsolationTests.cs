namespace ImgRep.EndToEnd.Builds;

/// <summary>What a RUN cannot reach, even where root started the build.</summary>
public sealed class IsolationTests
{
    /// <summary>Every line is an attempt; the build goes on when it fails and stops when it succeeds.</summary>
    private const string Attempts = """
        FROM imgrep/base
        RUN ! wget -T 2 -O /dev/null http://127.0.0.1:1/ && test "$(ls /sys/class/net 2>/dev/null)" = ""
        RUN ! cat /etc/shadow && ! ls /home/* && ! ls /root/.ssh
        RUN test "$(ls -d /proc/[0-9]* | sed -n '$=')" -le 4
        RUN mkdir /m && ! mount -t tmpfs none /m && ! mount -o bind /bin /m && ! mount -o remount,rw /proc/sys
        RUN ! insmod /bin/busybox
        RUN ! sh -c 'echo 1 >/proc/sys/kernel/panic' && ! sh -c 'echo x >/proc/sys/kernel/core_pattern' && ! sh -c 'echo b >/proc/sysrq-trigger'
        RUN ! sh -c 'mkdir -p /sys && echo 1 >/sys/kernel/profiling'
        RUN ! mknod /disk b 254 0
        RUN ! cat /dev/mem /dev/kmsg /dev/vda /dev/sda
        RUN test "$(hostname)" = buildkitsandbox && test "$(id -u)" = 0
        RUN test "$(sed -n 's/^NoNewPrivs:[^0-9]*//p' /proc/self/status)" = 1
        """;

    [Needs("bwrap")]
    public void Nothing_of_the_machine_is_reached_from_bubblewrap()
    {
        using var tree = new SmallTree().With("app", Attempts);
        tree.Build("app", "--sandbox", "bwrap");
    }

    [Needs("runc")]
    public void Nothing_of_the_machine_is_reached_from_runc()
    {
        using var tree = new SmallTree().With("app", Attempts);
        tree.Build("app", "--sandbox", "runc");
    }

    [Needs("bwrap")]
    public void A_new_user_namespace_cannot_be_made_inside()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN ln -s busybox /bin/unshare && ! unshare --user true\n");
        tree.Build("app");
    }

    [Needs("bwrap", "runc")]
    public void Both_sandboxes_show_a_step_the_same()
    {
        const string look = "FROM imgrep/base\nRUN env; umask; id; ls /; pwd; sed -n '/^Sig/p;/^CapEff/p' /proc/self/status; for f in /proc/self/fd/*; do echo $f; done\n";
        using var tree = new SmallTree().With("app", look);
        tree.Build("app", "--sandbox", "bwrap");
        var seen = tree.Log("app");
        tree.Build("app", "--sandbox", "runc", "--no-cache");
        tree.Log("app").ShouldBe(seen);
    }

    [Needs("bwrap")]
    public void A_step_ignores_no_signal_though_who_started_the_build_does()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN case $(sed -n 's/^SigIgn:[^0-9a-f]*//p' /proc/self/status) in *0000000) ;; *) exit 1 ;; esac\n");
        var outcome = Imgrep.Run("sh", ["-c", "trap '' HUP INT QUIT; exec \"$0\" build --no-archive app", Imgrep.Launcher], tree.Root, tree.Variables());
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    [Needs("bwrap", Root = true)]
    public void A_fork_bomb_is_stopped_and_named()
    {
        if (HasGroups("pids"))
            Refuses("while :; do sleep 100 & done", "--pids-limit", "200").ShouldContain("it started more than 200 processes");
    }

    [Needs("bwrap", Root = true)]
    public void A_step_that_takes_more_memory_than_it_may_is_stopped_and_named()
    {
        if (HasGroups("memory"))
            Refuses("dd if=/dev/zero of=/big bs=300M count=1", "--memory", "100M").ShouldContain("it used more memory than there is for it");
    }

    private static bool HasGroups(string controller) => Directory.Exists("/sys/fs/cgroup/" + controller) || File.Exists("/sys/fs/cgroup/cgroup.controllers");

    private static string Refuses(string command, params string[] options)
    {
        using var tree = new SmallTree().With("app", $"FROM imgrep/base\nRUN {command}\n");
        var outcome = tree.Run(["build", "app", .. options]);
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        return outcome.Errors;
    }
}
