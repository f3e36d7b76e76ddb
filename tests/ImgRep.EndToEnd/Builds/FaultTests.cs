using System.Diagnostics;

namespace ImgRep.EndToEnd.Builds;

/// <summary>Whatever happens to a build, the next one ends with the right digest.</summary>
public sealed class FaultTests
{
    private const string Containerfile = """
        FROM imgrep/base AS one
        RUN seq 20000 >/a
        RUN cp /a /b && seq 100 >/c
        RUN mkdir /d && for i in $(seq 50); do echo $i >/d/$i; done
        FROM imgrep/base AS two
        COPY context /context/
        RUN cat /context/* >/e && dd if=/dev/zero of=/big bs=1M count=8
        FROM scratch
        COPY --from=one /a /b /c /
        COPY --from=one /d /d
        COPY --from=two /e /big /

        """;

    /// <summary>Leaves a gigabyte to read, which takes no place.</summary>
    private const string FirstStep = "FROM imgrep/base\nRUN echo first; truncate -s 1G /zeros\n";

    private const int Kills = 50;

    private static SmallTree Tree()
    {
        var tree = new SmallTree().With("app", Containerfile);
        tree.Write("packages/app/context/x", "x\n");
        tree.Write("packages/app/context/y", "y\n");
        return tree;
    }

    [Needs("bwrap")]
    public void A_build_that_was_killed_at_any_moment_is_finished_by_the_next()
    {
        string expected;
        TimeSpan whole;
        using (var tree = Tree())
        {
            var started = Stopwatch.GetTimestamp();
            expected = tree.Build("app");
            whole = Stopwatch.GetElapsedTime(started);
        }
        var random = new Random(1);
        using var killed = Tree();
        for (var i = 0; i < Kills; i++)
        {
            using var build = killed.Start("build", "--no-archive", "app", "--no-cache");
            Thread.Sleep(whole * random.NextDouble());
            build.Kill();
            build.WaitForExit();
        }
        killed.Build("app").ShouldBe(expected);
        killed.Build("app", "--no-cache").ShouldBe(expected);
    }

    [Needs("bwrap")]
    public void An_interrupted_build_leaves_no_process_and_no_mount()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN echo begun; sleep 1000\n");
        InterruptOnceBegun(tree);
        Until(() => Imgrep.Run("pgrep", ["-f", tree.Root], "/").Output.Length == 0);
        File.ReadAllText("/proc/self/mounts").ShouldNotContain(tree.Root);
        Directory.GetFileSystemEntries(Path.Combine(tree.Store, "tmp")).ShouldBeEmpty();
    }

    private static void InterruptOnceBegun(SmallTree tree)
    {
        using var build = tree.Start("build", "app");
        Until(() => File.Exists(Path.Combine(tree.Root, "out/logs/app.log")) && tree.Log("app").Contains("\nbegun", StringComparison.Ordinal));
        Imgrep.Run("kill", ["-INT", $"{build.Id}"], "/");
        build.WaitForExit(120_000).ShouldBeTrue();
    }

    [Needs("bwrap")]
    public void The_step_before_an_interrupted_one_is_kept()
    {
        using var tree = new SmallTree().With("app", FirstStep + "RUN echo begun; sleep 1000\n");
        InterruptOnceBegun(tree);
        ShouldOnlyRunTheLastStep(tree);
    }

    [Needs("bwrap")]
    public void The_step_before_a_failed_one_is_kept()
    {
        using var tree = new SmallTree().With("app", FirstStep + "RUN false\n");
        tree.Run("build", "app").ExitCode.ShouldBe(2);
        ShouldOnlyRunTheLastStep(tree);
    }

    private static void ShouldOnlyRunTheLastStep(SmallTree tree)
    {
        tree.With("app", FirstStep + "RUN rm /zeros\n").Build("app");
        tree.Log("app").ShouldNotContain("\nfirst");
    }

    [Needs("bwrap")]
    public void A_file_of_the_package_that_is_changed_or_removed_during_the_build_is_named()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN echo begun; sleep 3\nCOPY context /\n");
        tree.Write("packages/app/context/x", "x\n");
        ChangeDuringBuild(tree, () => tree.Write("packages/app/context/x", "y\n"));
        ChangeDuringBuild(tree, () => File.Delete(Path.Combine(tree.Root, "packages/app/context/x")));
        tree.Build("app").ShouldNotBeEmpty();
    }

    private static void ChangeDuringBuild(SmallTree tree, Action change)
    {
        using var build = tree.Start("build", "--no-cache", "app");
        Until(() => File.Exists(Path.Combine(tree.Root, "out/logs/app.log")) && tree.Log("app").Contains("\nbegun", StringComparison.Ordinal));
        change();
        var errors = build.StandardError.ReadToEnd();
        build.WaitForExit();
        build.ExitCode.ShouldBe(4, errors);
        errors.ShouldContain($"read {tree.Root}/packages/app/context/x: it was changed while it was being used");
        File.Delete(Path.Combine(tree.Root, "out/logs/app.log"));
    }

    [Needs("bwrap")]
    public void Two_builds_of_the_same_tree_at_once_both_end_well()
    {
        using var tree = Tree();
        using var one = tree.Start("build", "--no-archive", "app");
        using var two = tree.Start("build", "--no-archive", "app");
        var first = one.StandardOutput.ReadToEnd();
        var second = two.StandardOutput.ReadToEnd();
        first.ShouldNotBeEmpty(one.StandardError.ReadToEnd());
        second.ShouldBe(first, two.StandardError.ReadToEnd());
    }

    [Needs("bwrap")]
    public void Gc_clean_and_another_build_take_nothing_away_from_a_step_that_runs()
    {
        const string containerfile = """
            FROM imgrep/base
            RUN mkdir /many && for i in $(seq 100); do echo $i >/many/$i; done
            RUN echo begun; sleep 2; cat /many/* | sort >/all; ls /many >>/all; true

            """;
        using var tree = new SmallTree().With("app", containerfile).With("other", containerfile + "RUN true\n");
        var expected = tree.Build("app");
        tree.Run("gc", "--keep", "0").ExitCode.ShouldBe(0);
        File.Delete(Path.Combine(tree.Root, "out/logs/app.log"));
        using var build = tree.Start("build", "--no-archive", "app");
        Until(() => File.Exists(Path.Combine(tree.Root, "out/logs/app.log")) && tree.Log("app").Contains("\nbegun", StringComparison.Ordinal));
        var gc = tree.Run("gc", "--keep", "0");
        gc.ExitCode.ShouldBe(0, gc.ToString());
        gc.Errors.ShouldContain("another imgrep is using");
        tree.Run("clean").ExitCode.ShouldBe(0);
        using var other = tree.Start("build", "--no-archive", "--no-cache", "other");
        build.StandardOutput.ReadToEnd().ShouldStartWith(expected);
        other.StandardOutput.ReadToEnd().ShouldNotBeEmpty();
        tree.Build("app").ShouldBe(expected);
    }

    [Needs("bwrap")]
    public void Gc_counts_and_removes_whatever_a_step_left_and_nothing_else()
    {
        using var tree = new SmallTree().With("app", """
            FROM imgrep/base
            RUN ln -s / /everything && touch "$(printf 'a\\377b')" && ln /bin/busybox /again
            RUN d=$(printf %0200d 0); for i in $(seq 40); do mkdir $d && cd $d; done; false

            """);
        tree.Run("build", "app").ExitCode.ShouldBe(2);
        tree.Run("gc", "--keep", "100G").Output.ShouldBe("freed 0.0 MiB\n");
        tree.Run("gc", "--keep", "0").ExitCode.ShouldBe(0);
        tree.StoreFiles("snapshots").ShouldBeEmpty();
        tree.StoreFiles("failed").ShouldBeEmpty();
    }

    [Needs("bwrap", "runc")]
    public void A_path_that_only_the_store_makes_too_long_is_no_fault_and_one_that_nobody_could_name_is_the_steps()
    {
        const string deep = "FROM imgrep/base\nRUN set -e; d=$(printf %0100d 0); mkdir /a /b; cd /a; for i in $(seq 40); do mkdir $d; cd $d; done; echo x >x";
        const string copy = "\nFROM scratch\nCOPY --from=0 / /\n";
        using var tree = new SmallTree().With("long", deep + copy).With("longer", deep + "; cd /b; mkdir $d; cd $d; busybox mv /a .\n");
        tree.Build("long").ShouldBe(tree.Build("long", "--no-cache", "--sandbox", "runc"));
        var outcome = tree.Run("build", "longer");
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain("a path is longer than 4095 bytes");
    }

    [Needs("unshare", "mount", Root = true)]
    public void Without_openssl_nothing_is_hashed_and_that_is_said()
    {
        using var tree = Tree();
        const string script = """
            for file in /lib/*/libssl.so.3 /usr/lib/*/libssl.so.3 /lib64/libssl.so.3; do [ ! -e "$file" ] || mount --bind /dev/null "$file" || exit 99; done
            exec "$0" graph
            """;
        var outcome = Imgrep.Run("unshare", ["--mount", "sh", "-c", script, Imgrep.Launcher], tree.Root, tree.Variables());
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldBe("imgrep: error: load libssl.so.3: it is not there, or damaged\n    install OpenSSL 3 (libssl3)\n");
    }

    [Needs("bwrap", "unshare", "mount", Root = true)]
    public void A_full_disk_is_said_and_what_was_finished_is_kept()
    {
        using var tree = Tree();
        Directory.CreateDirectory(tree.Store);
        const string script = """
            mount -t tmpfs -o size=12m none "$IMGREP_STORE" || exit 99
            "$0" build --no-archive base >/dev/null || exit 98
            "$0" build --no-archive app; code=$?
            mount -o remount,size=100m "$IMGREP_STORE"
            "$0" build --no-archive app || exit 97
            exit $code
            """;
        var outcome = Imgrep.Run("unshare", ["--mount", "sh", "-c", script, Imgrep.Launcher], tree.Root, tree.Variables());
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("no space is left");
    }

    [Needs("bwrap", "unshare", "mount", Root = true)]
    public void A_step_that_goes_on_when_the_disk_is_full_is_not_kept()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base\nRUN dd if=/dev/zero of=/big bs=1M count=200 2>/dev/null; seq 300000 >/data; sleep 0.1; rm /big; true\n");
        var expected = tree.Build("app");
        Directory.CreateDirectory(Path.Combine(tree.Root, "small"));
        const string script = """
            mount -t tmpfs -o size=150m none "$1" && export IMGREP_STORE="$1" || exit 99
            "$0" build --no-archive app; code=$?
            mount -o remount,size=600m "$1"
            "$0" build --no-archive app || exit 97
            exit $code
            """;
        var outcome = Imgrep.Run("unshare", ["--mount", "sh", "-c", script, Imgrep.Launcher, Path.Combine(tree.Root, "small")], tree.Root);
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("no space is left");
        outcome.Output.ShouldBe($"{expected}  app\n");
    }

    [Needs("bwrap", "runc")]
    public void The_path_of_a_store_may_have_what_other_programs_take_for_the_end_of_an_option()
    {
        using var plain = new SmallTree().With("app", "FROM imgrep/base\nRUN echo 1 >/one\nRUN cat /one >/two\n");
        var expected = plain.Build("app");
        using var odd = new SmallTree(plain.Root + @",upperdir=a:b\c d""e").With("app", "FROM imgrep/base\nRUN echo 1 >/one\nRUN cat /one >/two\n");
        odd.Build("app").ShouldBe(expected);
        odd.Build("app", "--no-cache", "--sandbox", "runc").ShouldBe(expected);
    }

    [Needs("setpriv", Root = true)]
    public void A_user_without_a_home_folder_gets_no_store_in_the_folder_that_is_current()
    {
        using var tree = new SmallTree();
        var outcome = Imgrep.Run("setpriv", ["--reuid", "54321", "--clear-groups", "env", "-u", "HOME", "-u", "XDG_CACHE_HOME", "-u", "IMGREP_STORE",
            Imgrep.Launcher, "digest", "base"], tree.Root);
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("set HOME, XDG_CACHE_HOME or IMGREP_STORE");
    }

    [Needs("bwrap", "python3")]
    public void Random_commands_at_once_on_one_store_give_the_right_digests()
    {
        var outcome = Imgrep.Run(Path.Combine(Imgrep.ProjectFolder, "tests/store-rounds.py"), ["--rounds", "2", "--seed", "3"], Imgrep.ProjectFolder);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    [Needs("bwrap")]
    public void A_flipped_bit_in_each_kind_of_store_file_is_noticed_and_mended()
    {
        using var tree = Tree();
        var expected = tree.Build("app");
        var kinds = tree.StoreFiles("snapshots").Where(file => file.EndsWith("/listing", StringComparison.Ordinal)).Take(2)
            .Concat(tree.StoreFiles("snapshots").Where(file => file.EndsWith("/root/a", StringComparison.Ordinal) || file.EndsWith("/root/bin/busybox", StringComparison.Ordinal)))
            .Concat(tree.StoreFiles("blobs"))
            .Concat(tree.StoreFiles("records"));
        foreach (var file in kinds.ToList())
        {
            if (File.Exists(file))
                Flip(file);
            // A step more below all others: everything that was kept is read again.
            tree.Write("packages/app/Containerfile", Containerfile.Replace("FROM scratch", $"RUN echo {Path.GetFileName(file)}\nFROM scratch", StringComparison.Ordinal));
            tree.Build("app");
            tree.Write("packages/app/Containerfile", Containerfile);
            tree.Build("app").ShouldBe(expected, file);
        }
        tree.Run("build", "app").ExitCode.ShouldBe(0);
    }

    [Needs("bwrap")]
    public void A_damaged_layer_is_said_and_never_gets_into_an_archive()
    {
        using var tree = Tree();
        var expected = tree.Build("app");
        var layer = tree.StoreFiles("blobs").MaxBy(file => new FileInfo(file).Length)!;
        Flip(layer);
        var outcome = tree.Run("build", "app");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.ShouldContain($"{Path.GetFileName(layer)} in the store is damaged");
        outcome.Output.ShouldStartWith(expected);
    }

    private static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private static void Until(Func<bool> condition)
    {
        for (var i = 0; i < 2400 && !condition(); i++)
            Thread.Sleep(50);
        condition().ShouldBeTrue();
    }
}
