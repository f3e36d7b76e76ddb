using System.Text.RegularExpressions;

namespace ImgRep.EndToEnd.Builds;

/// <summary>What a RUN cannot reach, even where root started the build.</summary>
public sealed partial class IsolationTests
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
        RUN ! chmod 600 /dev/zero && ! chown 1 /dev/full && ! touch /dev/random && ! rm /dev/null && echo x >/dev/null && dd if=/dev/zero of=/dev/null count=1
        RUN ! chmod 600 /dev/stdin || test -p /dev/stdin
        RUN test "$(hostname)" = buildkitsandbox && test "$(id -u)" = 0
        RUN test "$(sed -n 's/^Seccomp:[^0-9]*//p' /proc/self/status)" = 2
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

    /// <summary>The host is at <c>/oldroot</c> while bubblewrap mounts.</summary>
    [Needs("bwrap", "runc")]
    public void A_mount_whose_target_is_a_link_stays_inside_the_root()
    {
        using var tree = new SmallTree();
        var victim = Directory.CreateDirectory(Path.Combine(tree.Root, "victim")).FullName;
        tree.With("app", $"FROM imgrep/base\nRUN ln -s /oldroot{victim} /link\nRUN --mount=type=tmpfs,target=/link/made touch /link/made/x && ls /oldroot{victim}/made/x\n");
        tree.Build("app", "--sandbox", "bwrap");
        tree.Build("app", "--sandbox", "runc", "--no-cache");
        Directory.GetFileSystemEntries(victim).ShouldBeEmpty();
    }

    [Needs("bwrap")]
    public void A_mount_that_a_link_leads_to_the_kernels_files_is_refused_with_its_place()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN ln -s proc/self/root/oldroot /link\nRUN --mount=type=tmpfs,target=/link/etc true\n");
        var outcome = tree.Run("build", "app");
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain("packages/app/Containerfile:3:5: error: nothing can be mounted at /proc/self/root/oldroot/etc");
    }

    [Needs("bwrap", Root = true)]
    public void Nothing_runs_while_the_machines_devices_are_others_than_their_names_say()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN echo x >/dev/null\n");
        tree.Write("null", "");
        var outcome = Imgrep.Run("unshare", ["-m", "sh", "-c", "mount --bind null /dev/null && exec \"$0\" build --no-archive app", Imgrep.Launcher], tree.Root, tree.Variables());
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("use /dev/null: it is not a character device");
        tree.Run("build", "--no-archive", "app").Errors.ShouldContain("RUN echo x");
    }

    [Needs("bwrap", "prlimit", "setpriv")]
    public void Limits_of_the_caller_are_none_of_a_steps()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN ulimit -Ss; ulimit -Sn; ulimit -c\n");
        var outcome = Imgrep.Run("prlimit", ["--stack=1048576:", "--nofile=900:", "--core=0:", Imgrep.Launcher, "build", "--no-archive", "app"], tree.Root, tree.Variables());
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        tree.Log("app").ShouldContain("8192\n1024\n0\n");
        string[] words = ["--bounding-set=-sys_resource", "prlimit", "--nofile=900:900", Imgrep.Launcher, "build", "--no-archive", "--no-cache", "app"];
        outcome = Imgrep.Run("setpriv", Environment.IsPrivilegedProcess ? words : words[1..], tree.Root, tree.Variables());
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("nofile");
    }

    [Needs("bwrap", "setpriv")]
    public void Groups_of_the_caller_are_none_of_a_steps_nor_rights_that_it_does_not_keep()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN sed -n '/^Groups/p;/^CapBnd/p;/^CapPrm/p' /proc/self/status | tr -d ' '\n");
        string[] words = ["--groups=3,4", Imgrep.Launcher, "build", "--no-archive", "app"];
        var outcome = Imgrep.Run(Environment.IsPrivilegedProcess ? "setpriv" : Imgrep.Launcher, Environment.IsPrivilegedProcess ? words : words[2..], tree.Root, tree.Variables());
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        // chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service, sys_chroot, setfcap
        tree.Log("app").ShouldContain("CapPrm:\t00000000800405fb\nCapBnd:\t00000000800405fb\n");
        if (Environment.IsPrivilegedProcess)
            tree.Log("app").ShouldContain("Groups:\t\n");
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

    [Needs("bwrap", "runc")]
    public void A_step_that_fails_names_the_system_calls_that_it_was_refused_in_both_sandboxes()
    {
        foreach (var sandbox in (string[])["bwrap", "runc"])
            Refuses("mkdir /m; mount -t tmpfs none /m", "--sandbox", sandbox).ShouldContain("refused it the system call mount,");
    }

    [Needs("bwrap", "runc", "script")]
    public void A_shell_has_a_terminal_of_its_own_in_both_sandboxes()
    {
        // The file system and the number there: each of two can have a first one.
        const string look = "echo terminal-$(stat -Lc %d%i /proc/self/fd/0)";
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN echo wait; exit 1\n");
        tree.Run("build", "app").ExitCode.ShouldBe(2);
        foreach (var sandbox in (string[])["bwrap", "runc"])
        {
            var command = $"{look}; '{Imgrep.Launcher}' shell --sandbox {sandbox} app; echo code-$?";
            var outcome = Imgrep.Run("script", ["-qec", command, "/dev/null"], tree.Root, tree.Variables(), look + "\nexit 7\n");
            var terminals = TerminalNumber().Matches(outcome.Output).Select(match => match.Value).ToList();
            terminals.Count.ShouldBe(2, outcome.ToString());
            terminals.ShouldBeUnique();
            terminals.ShouldNotContain("terminal-0");
            outcome.Output.ShouldContain("code-7");
        }
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

    [GeneratedRegex("terminal-[0-9]+")]
    private static partial Regex TerminalNumber();

    private static bool HasGroups(string controller) => Directory.Exists("/sys/fs/cgroup/" + controller) || File.Exists("/sys/fs/cgroup/cgroup.controllers");

    private static string Refuses(string command, params string[] options)
    {
        using var tree = new SmallTree().With("app", $"FROM imgrep/base\nRUN {command}\n");
        var outcome = tree.Run(["build", "app", .. options]);
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        return outcome.Errors;
    }
}
