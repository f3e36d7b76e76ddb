using System.Text.Json;

namespace ImgRep.EndToEnd.Trust;

/// <summary><c>imgrep ci</c>: what it signs, and what it never does.</summary>
public sealed class CiTests : IDisposable
{
    private const string Test = "FROM imgrep/base\nCOPY --from=imgrep/app / /\nRUN test \"$(cat /a)\" = 1\n";

    private readonly SmallTree tree = new SmallTree().With("app", Holding("echo 1"));
    private readonly GnupgHome gnupg = new();

    public CiTests()
    {
        AddPerson("robot", "ci");
        tree.Write("policy.yaml", "image:\n  people: 1\n");
        tree.Write("tests/packages/app/Containerfile", Test);
    }

    [Needs("gpg", "bwrap", "setarch", "taskset")]
    public void What_agrees_is_signed_once_and_again_when_it_changes()
    {
        Commit();
        var summary = Path.Combine(tree.Root, "summary.md");
        var first = Ci(new() { ["GITHUB_STEP_SUMMARY"] = summary });
        first.ExitCode.ShouldBe(0, first.ToString());
        var lines = first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["package", "digest", "surroundings", "builders", "test", "signed"]);
        lines[1].ShouldMatch("^base +[0-9a-f]{64}  same +embedded [^ ]+ [^ ]+ +none +yes$");
        lines[2].ShouldMatch("^app +[0-9a-f]{64}  same +embedded [^ ]+ [^ ]+ +passed  yes$");
        first.Errors.ShouldContain("not varied: clock: ");
        first.Errors.ShouldContain("builders: warning: there is only embedded");
        File.ReadAllLines(summary)[3].ShouldMatch(@"^\| app \| [0-9a-f]{64} \| same \| embedded .* \| passed \| yes \|$");
        tree.Run("verify").ExitCode.ShouldBe(0);
        Signatures().Count.ShouldBe(4, "a manifest and its signature, and one of each image");

        // The same again does nothing, even on a machine that has built nothing.
        var before = Signatures();
        Ci(new() { ["IMGREP_STORE"] = Path.Combine(tree.Root, "elsewhere") }).ShouldBe(new Outcome(0, "", "nothing changed: robot has confirmed all of it\n"));
        Signatures().ShouldBe(before);

        // A recipe that changed is examined, whether its image changed or not, and nothing else is.
        tree.With("app", "# A comment.\n" + Holding("echo 1"));
        Commit();
        var changed = Ci();
        changed.ExitCode.ShouldBe(0, changed.ToString());
        changed.Output.ShouldContain("\napp ");
        changed.Output.ShouldNotContain("\nbase ");
        Ci().Errors.ShouldStartWith("nothing changed");
    }

    [Needs("gpg", "bwrap", "setarch", "taskset")]
    public void A_difference_is_never_signed_and_others_are()
    {
        tree.With("host", Holding("hostname")).With("chance", Holding("cat /proc/sys/kernel/random/uuid"))
            .With("upon", "FROM imgrep/chance AS build\nFROM scratch\nCOPY --from=build /a /b\n");
        tree.With("upon-host", "FROM imgrep/host AS build\nFROM scratch\nCOPY --from=build /a /b\n");
        Commit();
        File.AppendAllText(Path.Combine(tree.Root, "digests"), $"{new string('0', 64)}  zzz\n");
        var outcome = Ci(arguments: ["--json"]);
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        Packages(outcome, package => $"{package.GetProperty("name")} {package.GetProperty("signed")}")
            .ShouldBe(["base True", "app True", "chance False", "host False", "upon False", "upon-host False", "zzz False"], ignoreOrder: true);
        outcome.Errors.ShouldContain("chance: error: it is sha256:");
        outcome.Errors.ShouldContain("host: error: it depends on its surroundings: hostname\n");
        outcome.Errors.ShouldContain("upon: error: it was not examined: it needs chance, which did not come to what digests has");
        outcome.Errors.ShouldContain("upon-host: error: it needs host, which robot has not confirmed");
        outcome.Errors.ShouldContain("zzz: error: digests has it, but the tree does not");
        Signatures().Select(file => file.Split('@')[0]).Where(file => file.StartsWith("images/", StringComparison.Ordinal)).ShouldBe(["images/robot/app", "images/robot/base"]);
        Manifest().ShouldNotContain("host");
        Manifest().ShouldNotContain("chance");

        // What was not confirmed is examined again, and nothing that was.
        var again = Ci(arguments: ["--json", "host", "app"]);
        again.ExitCode.ShouldBe(3, again.ToString());
        Packages(again, package => package.GetProperty("surroundings").GetProperty("culprits")[0][0].GetString()!).ShouldBe(["hostname"]);
    }

    [Needs("gpg", "bwrap", "setarch", "taskset")]
    public void What_fails_its_test_or_does_not_build_is_not_signed()
    {
        tree.Write("tests/packages/app/Containerfile", Test.Replace("= 1", "= 2", StringComparison.Ordinal));
        tree.With("broken", Holding("echo 1"));
        Commit();
        tree.With("broken", Holding("false"));
        var outcome = Ci();
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Output.ShouldMatch(@"(?m)^app +[0-9a-f]{64}  same .* failed  no$");
        outcome.Output.ShouldMatch("(?m)^base .* yes$");
        outcome.Output.ShouldMatch("(?m)^broken +- +- +- +- +no$");
        outcome.Errors.ShouldContain("app: error: its test fails\n");
        outcome.Errors.ShouldContain("broken: error: a build failed, as said above");
        outcome.Errors.ShouldContain("2 of 3 packages are not confirmed");
        Manifest().ShouldNotContain("app");
        Directory.GetDirectories(Path.Combine(tree.Root, "signatures/images/robot")).ShouldHaveSingleItem().ShouldContain("/base@");
    }

    [Needs("gpg", "bwrap", "setarch", "taskset")]
    public void Nothing_is_built_for_a_test_alone_unless_it_is_asked_for_and_what_is_built_is_said_before()
    {
        Commit();
        tree.With("tool", Holding("echo tool"));
        tree.Write("tests/packages/app/Containerfile", Test.Replace("RUN", "COPY --from=imgrep/tool / /tool\nRUN", StringComparison.Ordinal));
        var skipped = Ci(arguments: ["base", "app"]);
        skipped.ExitCode.ShouldBe(0, skipped.ToString());
        skipped.Output.ShouldMatch("(?m)^app .* skipped  yes$");
        skipped.Errors.ShouldContain("to examine: base, app, by embedded, and again in other surroundings\n");
        skipped.Errors.ShouldContain("tests that are skipped: app: only they need tool, which is not built here (--build-for-tests)\n");
        tree.Run("digest", "tool").ExitCode.ShouldBe(3, "it was not built");
        tree.With("app", "# Another recipe.\n" + Holding("echo 1"));
        var asked = Ci(arguments: ["--build-for-tests", "app"]);
        asked.Output.ShouldMatch("(?m)^app .* passed  yes$", asked.ToString());
        asked.Errors.ShouldContain("to build because tests need it: tool\n");
    }

    [Needs("gpg", "bwrap", "setarch", "taskset")]
    public void What_routes_do_not_agree_on_or_a_test_cannot_be_run_for_is_not_signed()
    {
        tree.Write("tests/packages/app/Containerfile", Test.Replace("imgrep/base", "imgrep/broken", StringComparison.Ordinal));
        tree.With("two", Holding("echo 1"), "one").With("two", Holding("echo 1") + "# Another.\n", "other");
        tree.With("broken", Holding("echo 1"));
        Commit();
        tree.With("two", Holding("echo 2"), "other").With("broken", Holding("false"));
        var outcome = Ci();
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("two: error: its routes differ, as said above");
        outcome.Errors.ShouldContain("app: error: its test cannot be run: a build failed, as said above");
        outcome.Output.ShouldMatch("(?m)^base .* yes$");
        Directory.GetDirectories(Path.Combine(tree.Root, "signatures/images/robot")).ShouldHaveSingleItem().ShouldContain("/base@");
    }

    [Needs("gpg", "bwrap", "buildah", "runc", "setarch", "taskset", Root = true)]
    public void A_second_builder_must_agree()
    {
        tree.With("same", Holding("echo 1")).With("app", "FROM imgrep/base AS build\nRUN mkdir -m 755 /rootfs && echo 1 >/rootfs/a && ls -d /sys >/rootfs/b || "
            + "true\nFROM scratch\nCOPY --from=build /rootfs /\n");
        Commit();
        var outcome = Ci(arguments: ["--builders", "embedded,buildah"]);
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("app: error: builders do not agree: embedded ");
        outcome.Errors.ShouldContain("/b");
        outcome.Output.ShouldMatch(@"(?m)^app .* embedded .*, buildah 1[^ ]* +- +no$");
        outcome.Output.ShouldMatch(@"(?m)^same .* embedded .*, buildah 1[^ ]* +none +yes$");
        Manifest().ShouldNotContain("app");
        foreach (var builder in (string[])["embedded", "buildah"])
            Manifest().ShouldMatch($"(?m)^# builder {builder} .*\n(# .*\n)+[0-9a-f]{{64}}  base .*\n[0-9a-f]{{64}}  same ", "both have built it");
        tree.Run("digest", "app").ExitCode.ShouldBe(3, "nothing is built on it");

        // The first that answers is chosen, where none is named.
        Ci(new() { ["DOCKER_HOST"] = "unix:///nowhere" }, "app").Output.ShouldMatch("(?m)^app .* embedded .*, buildah 1");
    }

    [Needs("gpg", "bwrap")]
    public void Without_a_key_of_a_machine_nothing_is_built_and_it_is_named()
    {
        Commit();
        foreach (var file in Directory.GetFiles(tree.Store, "*", SearchOption.AllDirectories).Where(file => file.Contains("/records/", StringComparison.Ordinal)))
            File.Delete(file);
        var missing = Ci(arguments: ["--key", "nobody@example.org"]);
        missing.ExitCode.ShouldBe(2, missing.ToString());
        missing.Errors.ShouldStartWith("keys/people.yaml: error: there is no secret key 'nobody@example.org'");
        AddPerson("alice", "reviewer");
        var both = Ci();
        both.ExitCode.ShouldBe(2, both.ToString());
        both.Errors.ShouldContain("say which with --key");
        // Of several, the one that git signs with, if it signs with one of them.
        Ci(GitSigningWith("nobody@example.org", "openpgp")).Errors.ShouldContain("say which with --key");
        Ci(GitSigningWith("alice@example.org", "openpgp")).Errors.ShouldContain("is that of alice, whose roles are not ci alone");
        Ci(GitSigningWith("alice@example.org", "ssh")).Errors.ShouldContain("say which with --key");
        var person = Ci(arguments: ["--key", "alice@example.org"]);
        person.ExitCode.ShouldBe(2, person.ToString());
        person.Errors.ShouldContain($"the key {gnupg.FingerprintOf("alice")} is that of alice, whose roles are not ci alone");
        Directory.Exists(Path.Combine(tree.Root, "signatures")).ShouldBeFalse();
        tree.Run("digest", "app").ExitCode.ShouldBe(3);
    }

    private static Dictionary<string, string> GitSigningWith(string key, string format) => new()
    {
        ["GIT_CONFIG_COUNT"] = "2",
        ["GIT_CONFIG_KEY_0"] = "user.signingKey",
        ["GIT_CONFIG_VALUE_0"] = key,
        ["GIT_CONFIG_KEY_1"] = "gpg.format",
        ["GIT_CONFIG_VALUE_1"] = format,
    };

    [Needs("gpg", "bwrap", "setarch", "taskset")]
    public void Signatures_that_do_not_verify_spare_no_work_and_are_made_again()
    {
        Commit();
        Ci().ExitCode.ShouldBe(0);
        string[] signed = [.. Signatures().Select(file => Path.Combine(tree.Root, "signatures", file))];
        File.Copy(signed[1], signed[0], overwrite: true);
        File.WriteAllText(signed.Single(file => file.EndsWith(".asc", StringComparison.Ordinal)), "");
        var outcome = Ci();
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Output.ShouldMatch("(?m)^app .* passed  yes$");
        outcome.Output.ShouldNotContain("base ", Case.Sensitive, "the signature of its image is good");
        // Within the same second it is the same signature, and takes the place of what was put there.
        Signatures().Count(file => file.StartsWith("images/robot/app@", StringComparison.Ordinal)).ShouldBeInRange(1, 2);
        tree.Run("verify").ExitCode.ShouldBe(0);
        Ci().Errors.ShouldStartWith("nothing changed");
    }

    [Needs("gpg", "bwrap", "setarch", "taskset")]
    public void Nothing_is_built_for_a_signature_that_would_not_count()
    {
        Commit();
        var people = Path.Combine(tree.Root, "keys/people.yaml");
        File.WriteAllText(people, File.ReadAllText(people).Replace("    organisation:", "    since: 2999-01-01\n    organisation:", StringComparison.Ordinal));
        var outcome = Ci();
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Output.ShouldBeEmpty();
        outcome.Errors.ShouldStartWith("keys/people.yaml: error: nothing would count that is signed today by robot, who counts from 2999-01-01T00:00:00Z on");
    }

    [Needs("gpg", "bwrap", "setarch", "taskset")]
    public void Dying_while_it_signs_leaves_what_the_next_run_completes()
    {
        Commit();
        tree.Write("dying", $"#!/bin/sh\ncase \"$*\" in *--sign*) kill -9 $PPID; exit 1;; esac\nexec gpg \"$@\"\n");
        Imgrep.Run("chmod", ["+x", "dying"], tree.Root).ExitCode.ShouldBe(0);
        Ci(new() { ["GPG_SIGN"] = Path.Combine(tree.Root, "dying") }).ExitCode.ShouldBe(137);
        Signatures().ShouldAllBe(file => file.StartsWith("manifests/", StringComparison.Ordinal));
        tree.Run("verify").Errors.ShouldBe("");
        var next = Ci();
        next.ExitCode.ShouldBe(0, next.ToString());
        Signatures().Count.ShouldBe(4);
        Ci().Errors.ShouldStartWith("nothing changed");
    }

    public void Dispose()
    {
        gnupg.Dispose();
        tree.Dispose();
    }

    private static string Holding(string what) =>
        $"FROM imgrep/base AS build\nRUN mkdir -m 755 /rootfs && {what} >/rootfs/a && chmod 644 /rootfs/a\nFROM scratch\nCOPY --from=build /rootfs /\n";

    /// <summary>Has <c>digests</c> as somebody built the tree elsewhere.</summary>
    private void Commit() => tree.Run("build", "--no-archive").ExitCode.ShouldBe(0);

    private void AddPerson(string id, string role)
    {
        gnupg.NewKey(id);
        tree.Write("key.asc", gnupg.Export($"{id}@example.org"));
        var added = tree.Run("keys", "add", "key.asc", "--person", id, "--name", id, "--organisation", "one", "--role", role);
        added.ExitCode.ShouldBe(0, added.ToString());
    }

    /// <summary>With the embedded builder alone, if no other is asked for.</summary>
    private Outcome Ci(Dictionary<string, string>? variables = null, params string[] arguments)
    {
        string[] builders = arguments.Contains("--builders") || variables?.ContainsKey("DOCKER_HOST") == true ? [] : ["--builders", "embedded"];
        var all = new Dictionary<string, string>(tree.Variables()) { ["GNUPGHOME"] = gnupg.Path, ["GITHUB_STEP_SUMMARY"] = "" };
        foreach (var (name, value) in variables ?? [])
            all[name] = value;
        return Imgrep.Run(Imgrep.Launcher, ["ci", .. builders, .. arguments], tree.Root, all);
    }

    private List<string> Signatures() =>
        [.. Directory.GetFiles(Path.Combine(tree.Root, "signatures"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(tree.Root, "signatures"), file)).Order(StringComparer.Ordinal)];

    private string Manifest() => File.ReadAllText(Directory.GetFiles(Path.Combine(tree.Root, "signatures/manifests/robot"))
        .Single(file => !file.EndsWith(".asc", StringComparison.Ordinal)));

    private static IEnumerable<string> Packages(Outcome outcome, Func<JsonElement, string> show) =>
        JsonDocument.Parse(outcome.Output).RootElement.GetProperty("packages").EnumerateArray().Select(show);
}
