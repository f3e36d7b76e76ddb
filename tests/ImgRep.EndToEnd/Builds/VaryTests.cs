using System.Diagnostics;
using System.Text.Json;

namespace ImgRep.EndToEnd.Builds;

/// <summary>Packages that hold something of their surroundings are found out.</summary>
public sealed class VaryTests
{
    private static string Holding(string what) =>
        $"FROM imgrep/base AS build\nRUN mkdir -m 755 /rootfs && {what} >/rootfs/a && chmod 644 /rootfs/a\nFROM scratch\nCOPY --from=build /rootfs /\n";

    [Needs("bwrap", "setarch", "taskset")]
    public void A_package_that_holds_nothing_of_them_survives_all_and_what_cannot_be_varied_is_said()
    {
        using var tree = new SmallTree().With("app", Holding("echo 1"));
        var outcome = tree.Run("reproduce", "app", "--vary");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Output.ShouldBe("survives  app\n");
        outcome.Errors.ShouldContain("not varied: clock: Linux has no namespace for the time of day");
        outcome.Errors.ShouldContain("not varied: umask: every builder promises 022");
    }

    [Needs("bwrap")]
    public void Where_the_store_has_no_image_the_committed_digest_spares_a_build()
    {
        using var tree = new SmallTree().With("app", Holding("echo 1"));
        tree.Run("build").ExitCode.ShouldBe(0);
        tree.Run("clean").ExitCode.ShouldBe(0);
        var outcome = tree.Run("reproduce", "app", "--variation", "timezone");
        outcome.Output.ShouldBe("survives  app\n");
        outcome.Errors.ShouldNotContain("not varied");
        tree.Run("digest", "base").ExitCode.ShouldBe(0);
        tree.Run("digest", "app").ExitCode.ShouldNotBe(0);
    }

    [Theory]
    [InlineData("echo 2", "survives  app\n")]
    [InlineData("hostname", "differs  app  hostname\n")]
    public void A_committed_digest_that_a_rebuild_does_not_give_is_no_proof_against_it(string what, string answer)
    {
        if (!File.Exists(SmallTree.BusyBox))
            return;
        using var tree = new SmallTree().With("app", Holding("echo 1"));
        tree.Run("build").ExitCode.ShouldBe(0);
        tree.With("app", Holding(what)).Run("reproduce", "app", "--variation", "hostname", "--variation", "timezone").Output.ShouldBe(answer);
    }

    [Needs("bwrap", "setarch")]
    public void Each_of_several_variations_that_change_a_package_is_named()
    {
        using var tree = new SmallTree().With("app", Holding("{ hostname; /bin/busybox uname -r; }"));
        var outcome = tree.Run("reproduce", "app", "--json", "--variation", "hostname", "--variation", "kernel", "--variation", "aslr", "--variation", "timezone");
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        var package = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("packages")[0];
        package.GetProperty("unstable").GetBoolean().ShouldBeFalse();
        package.GetProperty("culprits").EnumerateArray().Select(together => together[0].GetString()).ShouldBe(["hostname", "kernel"]);
    }

    [Theory]
    [InlineData("timezone", "echo $TZ")]
    [InlineData("locale", "echo $LC_ALL")]
    [InlineData("umask", "umask")]
    [InlineData("user", "cat /proc/self/uid_map")]
    [InlineData("uptime", "test $(sed 's/[.].*//' /proc/uptime) -gt 99000000; echo $?")]
    [InlineData("cores", "/bin/busybox nproc")]
    [InlineData("order", "mkdir /folder && cd /folder && touch $(seq 50) && /bin/busybox find")]
    public void A_package_that_holds_it_differs_by_it(string variation, string what)
    {
        if (!File.Exists(SmallTree.BusyBox) || !Environment.IsPrivilegedProcess || (variation == "cores" && Environment.ProcessorCount == 1))
            return;
        using var tree = new SmallTree().With("app", Holding(what));
        var outcome = tree.Run("reproduce", "app", "--variation", variation);
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Output.ShouldBe($"differs  app  {variation}\n", outcome.ToString());
    }

    [Needs("bwrap")]
    public void Time_and_chance_are_no_variation()
    {
        using var tree = new SmallTree().With("app", Holding("cat /proc/sys/kernel/random/uuid"));
        tree.Run("reproduce", "app", "--variation", "timezone").Output.ShouldBe("differs  app  by time or chance\n");
    }

    [Needs("bwrap")]
    public void A_rebuild_that_fails_is_a_difference_and_its_log_stays()
    {
        using var tree = new SmallTree().With("app", Holding("if test $(hostname) = elsewhere; then echo cannot work here >&2; exit 1; fi"));
        var outcome = tree.Run("reproduce", "app", "--variation", "hostname", "--variation", "timezone");
        outcome.Output.ShouldBe("differs  app  hostname\n", outcome.ToString());
        outcome.Errors.ShouldContain("out/logs/app.hostname.log");
        tree.Log("app.hostname").ShouldContain("\ncannot work here\n");
        tree.Log("app.timezone+hostname").ShouldContain("\ncannot work here\n");
        tree.Log("app").ShouldNotContain("cannot work here\n");
    }

    [Needs("bwrap", "setarch", "taskset")]
    public void A_rebuild_ends_with_the_command_that_is_told_to_end_and_gc_removes_what_it_left()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN case $(/bin/busybox uname -r) in 2.6*) sleep 1234;; esac\n");
        tree.Build("app");
        using var rebuild = tree.Start("reproduce", "--vary", "app");
        WaitFor("sleep 1234", rebuild);
        Kill(rebuild);
        Imgrep.Run("pgrep", ["-f", tree.Root], "/").Output.ShouldBeEmpty();
        Directory.Exists(Left(tree)).ShouldBeTrue();
        tree.Run("gc", "--keep", "10G").ExitCode.ShouldBe(0);
        Directory.Exists(Left(tree)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("kernel", "true")]
    [InlineData("order", "true")]
    [InlineData("order", "true changed")]
    public void An_interrupted_rebuild_goes_on_where_it_was_and_with_what_it_shares_with_a_changed_one(string second, string end)
    {
        if (!File.Exists(SmallTree.BusyBox) || !Environment.IsPrivilegedProcess)
            return;
        using var tree = new SmallTree().With("app", Stamped("true"));
        string[] words = ["reproduce", "app", "--variation", "hostname", "--variation", second];
        tree.Build("app");
        using var rebuild = tree.Start(words);
        WaitFor("sleep 1235", rebuild);
        var stamp = Stamp();
        Kill(rebuild);

        tree.With("app", Stamped(end)).Build("app");
        using var again = tree.Start(words);
        WaitFor("sleep 1235", again);
        Stamp().ShouldBe(stamp);
        Imgrep.Run("pkill", ["-fx", "sleep 1235"], "/");
        again.WaitForExit(60_000).ShouldBeTrue();
        again.ExitCode.ShouldBe(0);
        Directory.Exists(Left(tree)).ShouldBeFalse();

        static string Stamped(string end) => $"""
            FROM imgrep/base AS build
            RUN cat /proc/sys/kernel/random/uuid >/stamp
            RUN echo "stamp $(cat /stamp)" && case $(hostname) in elsewhere) sleep 1235;; esac; {end}
            FROM scratch
            COPY --from=build /bin/busybox /
            """;

        string Stamp()
        {
            var patience = Stopwatch.StartNew();
            while (true)
            {
                var log = tree.Log($"app.hostname+{second}");
                if (log.Split('\n').FirstOrDefault(line => line.StartsWith("stamp ", StringComparison.Ordinal)) is { } stamp)
                    return stamp;
                patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), log);
                Thread.Sleep(50);
            }
        }
    }

    [Needs("bwrap", "setarch")]
    public void What_an_interrupted_rebuild_left_is_nothing_to_go_on_with_for_another()
    {
        using var tree = new SmallTree().With("app", Holding("case $(hostname) in elsewhere) sleep 1236;; esac; echo 1"));
        tree.Build("app");
        using var rebuild = tree.Start("reproduce", "app", "--variation", "hostname");
        WaitFor("sleep 1236", rebuild);
        Kill(rebuild);
        var other = tree.Run("reproduce", "app", "--variation", "kernel");
        other.Output.ShouldBe("survives  app\n", other.ToString());
        other.Errors.ShouldContain("app: rebuilding with another kernel");
        Directory.Exists(Left(tree)).ShouldBeFalse();
    }

    private static string Left(SmallTree tree) => Path.Combine(tree.Store, "varied", "app");

    private static void WaitFor(string command, Process started)
    {
        while (Imgrep.Run("pgrep", ["-fx", command], "/").Output.Length == 0)
            started.WaitForExit(100).ShouldBeFalse();
    }

    private static void Kill(Process started)
    {
        Imgrep.Run("kill", [$"{started.Id}"], "/");
        started.WaitForExit(60_000).ShouldBeTrue();
    }
}
