using System.Security.Cryptography;
using ImgRep.EndToEnd.Terminal;

namespace ImgRep.EndToEnd.Registries;

/// <summary>Machines that share nothing but a checkout and a registry.</summary>
public sealed class SharedStoreTests : IDisposable
{
    private const string Random = "FROM imgrep/base AS build\nRUN cat /proc/sys/kernel/random/uuid >/id\nFROM scratch\nCOPY --from=build /id /\n";

    private readonly LocalRegistry registry = new();
    private readonly SmallTree tree = new SmallTree()
        .With("lib", "FROM imgrep/base AS build\nRUN echo lib >/lib.txt\nFROM scratch\nCOPY --from=build /lib.txt /\n")
        .With("app", "FROM imgrep/base AS build\nCOPY --from=imgrep/lib /lib.txt /\nRUN cat /lib.txt >/app\nFROM scratch\nCOPY --from=build /app /\n");

    public void Dispose()
    {
        tree.Dispose();
        registry.Dispose();
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void What_one_machine_has_built_no_other_builds_and_only_what_is_used_is_copied()
    {
        var built = Share("one", "app");
        built.ExitCode.ShouldBe(0, built.ToString());
        Tags("base").Keys.Select(tag => tag.Split('-')[0]).ShouldBe(["recipe", "record", "record", "record"]);

        var all = Share("two", "app");
        all.Output.ShouldBe(built.Output);
        all.Errors.ShouldNotContain("RUN");
        all.Errors.ShouldContain($"app: taken from {registry.Address}");
        all.Errors.ShouldNotContain("lib: taken");

        tree.Write("packages/app/new", "context");
        var changed = Share("three", "app");
        changed.Errors.ShouldContain("app: 2/3 RUN");
        changed.Errors.ShouldContain($"lib: taken from {registry.Address}");
        changed.Errors.ShouldContain($"app: brought to {registry.Address}");

        // Who took it has not rebuilt it.
        tree.Write("digests", built.Output);
        tree.Write("keys/people.yaml", "people:\n  alice:\n    name: Alice\n    organisation: one\n    roles: [reviewer]\n    keys: []\n");
        var signed = On("two", "sign", "app");
        signed.ExitCode.ShouldBe(3, signed.ToString());
        signed.Errors.ShouldContain("it was not built here from its present recipe");
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_second_image_of_a_recipe_is_a_finding_and_replaces_nothing()
    {
        tree.With("odd", Random);
        var first = On("one", ["build", "odd", "--no-archive", "--push-to", registry.Address, .. registry.Options]);
        first.ExitCode.ShouldBe(0, first.ToString());
        var before = Tags("odd");
        var second = On("two", ["build", "odd", "--no-archive", "--push-to", registry.Address, .. registry.Options]);
        second.ExitCode.ShouldBe(3, second.ToString());
        second.Errors.ShouldContain("odd: error: it is sha256:");
        second.Errors.ShouldContain($"built sha256:{first.Output.Split(' ')[0]} of the same recipe");
        var after = Tags("odd");
        before.Where(tag => tag.Key != "record-last").ShouldBeSubsetOf(after);
        after.Count.ShouldBe(before.Count + 2);

        On("three", ["build", "odd", "--no-archive", "--cache-from", registry.Address, "--trust-cache", .. registry.Options]).Output.ShouldBe(first.Output);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void Of_two_who_write_at_the_same_time_at_most_one_is_taken()
    {
        tree.With("odd", Random);
        Share("one", "base").ExitCode.ShouldBe(0);
        string[] words = ["build", "odd", "--no-archive", "--cache-from", registry.Address, "--trust-cache", "--push-to", registry.Address, .. registry.Options];
        var outcomes = ((string[])["a", "b", "c"]).AsParallel().WithDegreeOfParallelism(3).Select(machine => On(machine, words)).ToList();
        outcomes.ShouldAllBe(outcome => outcome.ExitCode == 0 || outcome.ExitCode == 3);
        var tags = Tags("odd");
        var digests = outcomes.Where(outcome => outcome.ExitCode == 0).Select(outcome => $"sha256:{outcome.Output.Split(' ')[0]}").Distinct().ToList();
        digests.Count.ShouldBeLessThanOrEqualTo(1);
        tags.Where(tag => tag.Key.StartsWith("recipe-", StringComparison.Ordinal) && tag.Key.Length == 71).Select(tag => tag.Value).ShouldBe(digests);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void What_a_tag_names_is_not_taken_if_it_is_of_another_recipe()
    {
        var old = Share("one", "app");
        var yesterday = Tags("app").Keys.Single(tag => tag.StartsWith("record-", StringComparison.Ordinal) && tag.Length == 71);
        tree.With("app", "FROM imgrep/base AS build\nRUN echo new >/app\nFROM scratch\nCOPY --from=build /app /\n");
        var today = Share("one", "app");
        today.Output.ShouldNotBe(old.Output);
        var tag = Tags("app").Keys.Single(tag => tag.StartsWith("record-", StringComparison.Ordinal) && tag.Length == 71 && tag != yesterday);
        registry.Misplace("imgrep/app", tag, yesterday);

        var refused = On("two", ["build", "app", "--no-archive", "--cache-from", registry.Address, "--trust-cache", .. registry.Options]);
        refused.ExitCode.ShouldBe(0, refused.ToString());
        refused.Output.ShouldBe(today.Output);
        refused.Errors.ShouldContain($"app: not taken from {registry.Address}: pull docker://{registry.Address}/imgrep/app:{tag}: it is the record of another recipe");
        refused.Errors.ShouldContain("RUN echo new");

        // Nor is it replaced: who wrote it there must be found.
        var finding = Share("two", "app");
        finding.ExitCode.ShouldBe(3, finding.ToString());
        finding.Errors.ShouldContain("app: error: ");
        Tags("app")[tag].ShouldBe(Tags("app")[yesterday]);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void An_image_with_other_bytes_is_built_instead()
    {
        var built = Share("one", "lib");
        var layer = Directory.EnumerateFiles(registry.Data, "data", SearchOption.AllDirectories)
            .Single(file => File.ReadAllText(file).StartsWith("lib.txt", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(layer);
        bytes[600]++;
        File.WriteAllBytes(layer, bytes);
        var outcome = On("two", ["build", "lib", "--no-archive", "--cache-from", registry.Address, "--trust-cache", .. registry.Options]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Output.ShouldBe(built.Output);
        outcome.Errors.ShouldContain($"lib: not taken from {registry.Address}: pull docker://{registry.Address}/imgrep/lib@sha256:");
        outcome.Errors.ShouldContain("lib: built in");
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_registry_that_restarts_gets_what_was_built_meanwhile()
    {
        Share("one", "base").ExitCode.ShouldBe(0);
        tree.With("slow", "FROM imgrep/base AS build\nRUN echo working; sleep 4; echo done >/slow\nFROM scratch\nCOPY --from=build /slow /\n");
        var running = Task.Run(() => Share("two", "slow"));
        var log = Path.Combine(tree.Root, "out/logs/slow.log");
        SpinWait.SpinUntil(() => running.IsCompleted || (File.Exists(log) && File.ReadAllText(log).Contains("working", StringComparison.Ordinal)), TimeSpan.FromSeconds(60))
            .ShouldBeTrue();
        registry.Stop();
        Thread.Sleep(6000);
        running.IsCompleted.ShouldBeFalse();
        registry.Restart();
        running.Result.ExitCode.ShouldBe(0, running.Result.ToString());
        Tags("slow").Count.ShouldBe(4);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void What_was_done_stays_when_the_registry_is_gone_or_another_package_fails()
    {
        tree.With("bad", "FROM imgrep/base AS build\nCOPY --from=imgrep/app /app /\nRUN false\nFROM scratch\nCOPY --from=build /app /\n");
        var failed = Share("one", "bad");
        failed.ExitCode.ShouldBe(2, failed.ToString());
        Tags("app").Count.ShouldBe(4);

        registry.Stop();
        var gone = Share("one", "app");
        gone.ExitCode.ShouldBe(4, gone.ToString());
        gone.Errors.ShouldContain($"docker://{registry.Address}/imgrep/app:record-");
        registry.Restart();
        Share("one", "app").ExitCode.ShouldBe(0);
    }

    [Needs("bwrap", "docker-registry", "openssl")]
    public void A_source_is_fetched_once_for_all()
    {
        var file = new byte[100_000];
        System.Random.Shared.NextBytes(file);
        using (var server = new SlowServer(file, pieces: 1))
        {
            tree.With("data", $"FROM scratch\nADD --checksum=sha256:{Convert.ToHexStringLower(SHA256.HashData(file))} http://{server.Address}/data.bin /\n");
            var fetched = On("one", ["fetch", "data", "--push-to", registry.Address, .. registry.Options]);
            fetched.ExitCode.ShouldBe(0, fetched.ToString());
        }
        On("two", "build", "data", "--no-archive").ExitCode.ShouldBe(4);
        var outcome = Share("two", "data");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.ShouldContain($"taking data.bin from {registry.Address}");
    }

    private SortedDictionary<string, string> Tags(string package) => registry.Tags($"imgrep/{package}");

    /// <summary>Builds on a machine that has a store of its own, takes from the registry and brings to it.</summary>
    private Outcome Share(string machine, string package) =>
        On(machine, ["build", package, "--no-archive", "--cache-from", registry.Address, "--trust-cache", "--push-to", registry.Address, .. registry.Options]);

    private Outcome On(string machine, params string[] words) => Imgrep.Run(Imgrep.Launcher, words, tree.Root,
        new Dictionary<string, string> { ["IMGREP_STORE"] = Path.Combine(tree.Root, "store", machine) });
}
