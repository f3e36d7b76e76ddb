using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Registries;

/// <summary>Machines that are taken away before a package is done, and others that go on.</summary>
public sealed class SharedStepTests : IDisposable
{
    /// <summary>What its first step gives is never the same twice, and the second step sees all of it: names that are gone, owners, links, times.</summary>
    private const string Slow = """
        FROM imgrep/base AS build
        COPY folder /folder/
        RUN cat /proc/sys/kernel/random/uuid >/id; ln /id /link; ln -s id /soft; rm -r /folder; mkdir /folder; rm /bin/yes; touch /folder/new; chown 5:7 /id; chmod 4755 /id; ls >/empty
        RUN echo working; sleep 0; cat /id >/seen; stat -c '%n %f %u %g %h %Y %y' /id /link /soft /folder /folder/* /bin /empty >>/seen; ls /bin >>/seen
        FROM scratch
        COPY --from=build /id /seen /
        """;

    private const string People = "people:\n  alice:\n    name: Alice\n    organisation: one\n    roles: [reviewer]\n    keys: []\n";

    private readonly LocalRegistry registry = new();
    private readonly SmallTree tree = new SmallTree().With("slow", Slow);
    private int seconds;

    public SharedStepTests() => tree.Write("packages/slow/folder/old", "old");

    public void Dispose()
    {
        tree.Dispose();
        registry.Dispose();
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_build_that_is_killed_goes_on_elsewhere_after_its_last_finished_step_and_is_no_rebuild()
    {
        KillInSecondStep("one");
        var step = Steps("slow").ShouldHaveSingleItem();

        var two = Share("two", "slow");
        two.ExitCode.ShouldBe(0, two.ToString());
        two.Errors.ShouldContain($"slow: line 3: taken from {registry.Address}");
        two.Errors.ShouldContain("slow: it goes on from steps of which nothing proves that they ran here");
        // What was killed goes on by itself, too.
        On("one", "build", "slow", "--no-archive").Output.ShouldBe(two.Output);

        // It is in the registry, so that what needs it can be built, and nobody takes it for a rebuild.
        two.Errors.ShouldContain($"slow: brought to {registry.Address}");
        Text(Tags("slow").Single(tag => tag.Key.StartsWith("record-", StringComparison.Ordinal) && tag.Key.Length == 71).Value).ShouldContain("\"imgrep.continued\":\"true\"");
        Steps("slow").ShouldBe([step]);
        tree.Write("digests", two.Output);
        tree.Write("keys/people.yaml", People);
        var signed = On("two", "sign", "slow");
        signed.ExitCode.ShouldBe(3, signed.ToString());
        signed.Errors.ShouldContain("it was not built here from its present recipe");
        // Nor does a later build of what is there change that.
        Share("two", "slow").ExitCode.ShouldBe(0);
        On("two", "sign", "slow").Errors.ShouldContain("it was not built here from its present recipe");
    }

    /// <summary>No machine lives long enough for the whole package.</summary>
    [Needs("bwrap", "docker-registry", "openssl")]
    public void Each_machine_goes_on_where_the_one_before_was_killed()
    {
        const string Long = """
            FROM imgrep/base AS build
            RUN cat /proc/sys/kernel/random/uuid >/first
            RUN true
            COPY folder /first.d/
            RUN echo second; sleep 0; cat /proc/sys/kernel/random/uuid >/second; cat /first >>/second
            RUN echo third; sleep 0; cat /second /first.d/new >/third
            FROM scratch
            COPY --from=build /first /second /third /
            """;
        tree.Write("packages/long/folder/new", "new\n");
        Kill("one", "long", Long, "second", steps: 2);
        Kill("two", "long", Long, "third", steps: 3);
        var three = Share("three", "long");
        three.ExitCode.ShouldBe(0, three.ToString());
        foreach (var line in (int[])[2, 3, 5])
            three.Errors.ShouldContain($"long: line {line}: taken from {registry.Address}", customMessage: three.ToString());
        three.Errors.ShouldNotContain("long: line 6");
        On("two", "build", "long", "--no-archive").Output.ShouldBe(three.Output);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_rebuild_takes_no_steps()
    {
        KillInSecondStep("one");
        var two = Share("two", "slow");
        var rebuilt = On("three", ["reproduce", "slow", "--cache-from", registry.Address, "--trust-cache", .. registry.Options]);
        rebuilt.ExitCode.ShouldBe(0, rebuilt.ToString());
        rebuilt.Errors.ShouldNotContain("line 3: taken");
        rebuilt.Output.ShouldNotBe(two.Output);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void Who_takes_only_what_is_confirmed_takes_no_steps()
    {
        KillInSecondStep("one");
        tree.Write("keys/people.yaml", People);
        tree.Write("policy.yaml", "image:\n  people: 1\n");
        var careful = On("two", ["build", "slow", "--no-archive", "--cache-from", registry.Address, "--verify-cache", .. registry.Options]);
        careful.ExitCode.ShouldBe(0, careful.ToString());
        careful.Errors.ShouldNotContain("line 3: taken");
        careful.Errors.ShouldContain("slow: built in");
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void Steps_that_are_run_again_at_once_are_not_brought()
    {
        seconds = 60;
        Share("one", "slow").ExitCode.ShouldBe(0);
        Steps("slow").ShouldBeEmpty();
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_tag_that_names_another_step_is_refused_and_stays()
    {
        KillInSecondStep("one");
        var stranger = Steps("slow").ShouldHaveSingleItem();
        tree.With("slow", Slow.Replace("echo working", "echo otherwise", StringComparison.Ordinal).Replace("ls >/empty", "ls / >/empty", StringComparison.Ordinal));
        Share("one", "slow").ExitCode.ShouldBe(0);
        var own = Steps("slow").Single(tag => tag != stranger);
        registry.Misplace("imgrep/slow", own, stranger);
        tree.Write("packages/slow/new", "another recipe");

        var refused = Share("two", "slow");
        refused.ExitCode.ShouldBe(0, refused.ToString());
        refused.Errors.ShouldContain($"slow: no step taken from {registry.Address}: pull docker://{registry.Address}/imgrep/slow:{own}: it is another step");
        refused.Errors.ShouldContain("slow, line 3: the step was not brought");
        Tags("slow")[own].ShouldBe(Tags("slow")[stranger]);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_step_with_other_bytes_is_run_instead()
    {
        KillInSecondStep("one");
        var listing = Directory.EnumerateFiles(registry.Data, "data", SearchOption.AllDirectories)
            .Single(file => File.ReadAllText(file).StartsWith("d 755 ", StringComparison.Ordinal));
        File.WriteAllText(listing, File.ReadAllText(listing).Replace(" /link ", " /like ", StringComparison.Ordinal));
        var outcome = Share("two", "slow");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.ShouldContain($"slow: no step taken from {registry.Address}: pull docker://{registry.Address}/imgrep/slow@sha256:");
        outcome.Errors.ShouldContain("the registry gave sha256:");
        outcome.Errors.ShouldNotContain("goes on from steps");
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_step_that_is_what_the_registry_promised_and_no_step_of_imgrep_is_run_instead()
    {
        KillInSecondStep("one");
        var listing = File.ReadAllText(Directory.EnumerateFiles(registry.Data, "data", SearchOption.AllDirectories)
            .Single(file => File.ReadAllText(file).StartsWith("d 755 ", StringComparison.Ordinal)));
        Replace(Steps("slow").ShouldHaveSingleItem(), listing, listing.Replace("d 755", "d 0755", StringComparison.Ordinal));
        var outcome = Share("two", "slow");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.ShouldContain($"slow: line 3: not taken from {registry.Address}: written again, it is another text");
        outcome.Errors.ShouldNotContain("goes on from steps");
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_step_that_arrived_only_in_part_is_none()
    {
        using var proxy = new CuttingProxy(registry.Address, 400_000);
        var authFile = Path.Combine(tree.Root, "auth.json");
        File.WriteAllText(authFile, File.ReadAllText(registry.AuthFile).Replace(registry.Address, proxy.Address, StringComparison.Ordinal));
        // What takes less time than to bring it there is not brought.
        tree.With("large", "FROM scratch AS base\nCOPY busybox /bin/\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \"/bin/busybox cp /bin/busybox /large; /bin/busybox sleep 1\"]\n"
            + "RUN [\"/bin/busybox\", \"mkdir\", \"/small\"]\nFROM scratch\nCOPY --from=base /small /small/\n");
        File.Copy(SmallTree.BusyBox, Path.Combine(tree.Root, "packages/large/busybox"));
        string[] reach = ["--authfile", authFile, "--cert-dir", registry.CertificateFolder];
        var cut = On("one", ["build", "large", "--no-archive", "--push-to", proxy.Address, "--push-steps", .. reach]);
        // The image is small enough to come through.
        cut.ExitCode.ShouldBe(0, cut.ToString());
        cut.Errors.ShouldContain("large, line 3: the step was not brought to");
        Tags("large").Count.ShouldBe(4);
        Steps("large").ShouldBeEmpty();
        Share("two", "large").ExitCode.ShouldBe(0);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void Of_two_results_of_a_step_the_first_stays_and_the_second_is_told()
    {
        KillInSecondStep("one");
        var before = Tags("slow").Where(tag => tag.Key.StartsWith("step-", StringComparison.Ordinal)).ShouldHaveSingleItem();
        var second = On("two", ["build", "slow", "--no-archive", "--push-to", registry.Address, "--push-steps", .. registry.Options]);
        second.ExitCode.ShouldBe(0, second.ToString());
        second.Errors.ShouldContain("slow, line 3: the step differs: it came to sha256:");
        Tags("slow")[before.Key].ShouldBe(before.Value);
    }

    /// <summary>Has a tag name a step with another listing: all that a registry can do to whoever trusts it.</summary>
    private void Replace(string tag, string listing, string other)
    {
        var manifest = Text(Tags("slow")[tag]).Replace(Digest.Compute(Bytes(listing)).ToString(), Digest.Compute(Bytes(other)).ToString(), StringComparison.Ordinal)
            .Replace($"\"size\":{listing.Length}}}", $"\"size\":{other.Length}}}", StringComparison.Ordinal);
        Put(other);
        Put(manifest);
        registry.Point("imgrep/slow", tag, Digest.Compute(Bytes(manifest)).ToString());

        void Put(string text) => registry.Put("imgrep/slow", Bytes(text));
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private string Text(string digest) => File.ReadAllText(registry.BlobPath(digest));

    private void KillInSecondStep(string machine) => Kill(machine, "slow", Slow, "working", steps: 1);

    /// <summary>Ends a build with all that belongs to it, once a step has printed something and those before it are in the registry. That step goes on
    /// until then, and is a short one afterwards.</summary>
    private void Kill(string machine, string package, string containerfile, string printed, int steps)
    {
        tree.With(package, containerfile.Replace($"echo {printed}; sleep 0", $"echo {printed}; sleep 9999", StringComparison.Ordinal));
        using var build = Imgrep.Start(Imgrep.Launcher, Words(package), tree.Root, Variables(machine));
        var errors = build.StandardError.ReadToEndAsync();
        SpinWait.SpinUntil(
            () => build.HasExited || (Steps(package).Count >= steps && tree.Log(package).Contains($"\n{printed}\n", StringComparison.Ordinal)), TimeSpan.FromMinutes(5));
        build.Kill();
        build.WaitForExit();
        Steps(package).Count.ShouldBe(steps, errors.Result);
        tree.With(package, containerfile);
        Tags(package).Keys.ShouldAllBe(tag => tag.StartsWith("step-", StringComparison.Ordinal), errors.Result);
    }

    private SortedDictionary<string, string> Tags(string package) => registry.Tags($"imgrep/{package}");

    private List<string> Steps(string package) => [.. Tags(package).Keys.Where(tag => tag.StartsWith("step-", StringComparison.Ordinal))];

    private Outcome Share(string machine, string package) => On(machine, Words(package));

    private string[] Words(string package) =>
        ["build", package, "--no-archive", "--cache-from", registry.Address, "--trust-cache", "--push-to", registry.Address, "--push-steps", .. registry.Options];

    private Outcome On(string machine, params string[] words) => Imgrep.Run(Imgrep.Launcher, words, tree.Root, Variables(machine));

    private Dictionary<string, string> Variables(string machine) => new()
    {
        ["IMGREP_STORE"] = Path.Combine(tree.Root, "store", machine),
        ["IMGREP_STEP_SECONDS"] = $"{seconds}",
    };
}
