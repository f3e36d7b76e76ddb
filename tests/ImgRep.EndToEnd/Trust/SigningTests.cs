using System.Text.Json;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Host.Trust.Signing;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.EndToEnd.Trust;

/// <summary>What <c>imgrep sign</c> refuses to say, and to whom.</summary>
public sealed class SigningTests : IDisposable
{
    private readonly SmallTree tree = new();
    private readonly GnupgHome gnupg = new();

    public SigningTests()
    {
        tree.Write("policy.yaml", "image:\n  people: 1\n");
        AddPerson("alice");
    }

    [Needs("gpg", "bwrap")]
    public void What_not_all_routes_have_given_is_not_signed()
    {
        const string App = "FROM imgrep/base AS build\nRUN echo app >/app\nFROM scratch\nCOPY --from=build /app /\n";
        tree.With("app", App, "one").With("app", App + "# Another.\n", "other").With("upon", "FROM imgrep/app AS build\nFROM scratch\nCOPY --from=build /app /b\n");
        var digests = Run("build", "--no-archive", "--route", "one").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        tree.Write("digests", string.Concat(digests.Select(line => $"{line.Split(' ')[0]}  {line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]}\n")
            .Order(Comparer<string>.Create((a, b) => string.CompareOrdinal(a[64..], b[64..])))));
        var refused = Run("sign", "app", "upon");
        refused.ExitCode.ShouldBe(3, refused.ToString());
        refused.Errors.ShouldContain("app: warning: it is not signed: it was not built here from its present recipe");
        refused.Errors.ShouldContain("upon: warning: it is not signed: it was not built here from its present recipe");
        Directory.Exists(Path.Combine(tree.Root, "signatures")).ShouldBeFalse();

        // The same for whoever looks at one route only.
        var folder = new Checkout(tree.Root);
        using (var store = new ContentStore(tree.Store))
        {
            var plan = BuildPlan.Create(folder, PackageGraph.Create(CheckoutLoader.Load(folder, [], CancellationToken.None, "one")), store);
            var signed = new SigningSession(folder, store, KeyFolder.Read(folder), SaidBefore.Nothing, Copied: false, ManifestOnly: true, null)
                .RunAsync(plan, new HashSet<PackageName> { PackageName.Parse("upon") }, DateTimeOffset.UtcNow, CancellationToken.None).GetAwaiter().GetResult();
            signed.Refused.ShouldHaveSingleItem().Reason.ShouldBe("not all routes to it were built, so that they are not known to agree: imgrep build upon");
            signed.Files.ShouldBeEmpty();
        }
        Run("build", "--no-archive").ExitCode.ShouldBe(0);
        Run("sign", "app", "upon").ExitCode.ShouldBe(0);
    }

    [Needs("gpg", "bwrap")]
    public void What_lies_in_a_copy_of_a_store_is_not_signed_as_rebuilt_until_it_is()
    {
        tree.With("app", "FROM imgrep/base AS build\nCOPY note /\nRUN cat note >/app\nFROM scratch\nCOPY --from=build /app /\n").Write("packages/app/note", "app\n");
        var digests = Run("build", "--no-archive").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        tree.Write("digests", string.Concat(digests.OrderBy(line => line[1], StringComparer.Ordinal).Select(line => $"{line[0]}  {line[1]}\n")));
        var copy = tree.Store + "-copy";
        Imgrep.Run("cp", ["-a", tree.Store, copy], tree.Root).ExitCode.ShouldBe(0);
        var refused = RunIn(copy, "sign", "app");
        refused.ExitCode.ShouldBe(3, refused.ToString());
        refused.Errors.ShouldContain("app: warning: it is not signed: nothing proves that it was built here: the store was copied or moved");
        RunIn(copy, "attest", "app", "--format", "slsa").ExitCode.ShouldBe(3);

        // Nor does it help to build on steps that came with the copy.
        Directory.Delete(Path.Combine(copy, "records"), recursive: true);
        var cached = RunIn(copy, "build", "--no-archive");
        cached.ExitCode.ShouldBe(0, cached.ToString());
        RunIn(copy, "sign", "app").ExitCode.ShouldBe(3);

        RunIn(copy, "build", "--no-archive", "--no-cache").ExitCode.ShouldBe(0);
        RunIn(copy, "sign", "app").ExitCode.ShouldBe(0);
        Run("sign").ExitCode.ShouldBe(0, "the first store is as it was");

        // A secret that cannot be read is not one that was lost.
        var unreadable = Variables();
        unreadable["XDG_STATE_HOME"] = Path.Combine(tree.Root, "state");
        Directory.CreateDirectory(Path.Combine(tree.Root, "state/imgrep/secret"));
        foreach (var command in (string[][])[["sign", "app"], ["attest", "app", "--format", "slsa"]])
        {
            var failed = Imgrep.Run(Imgrep.Launcher, command, tree.Root, unreadable);
            failed.ExitCode.ShouldBe(4, failed.ToString());
            failed.Errors.ShouldContain($"read {tree.Root}/state/imgrep/secret: ");
        }
    }

    [Needs("gpg")]
    public void Keys_that_do_not_count_do_not_sign()
    {
        tree.Write("digests", $"{Digest.Compute("some"u8).Hex}  base\n");
        var key = gnupg.FingerprintOf("alice");
        var people = File.ReadAllText(Path.Combine(tree.Root, "keys/people.yaml"));
        tree.Write("keys/people.yaml", people.Replace("    organisation:", "    left: 2026-01-01\n    organisation:", StringComparison.Ordinal));
        Refused().ShouldBe("keys/people.yaml: error: nothing would count that is signed today by alice, who left on 2026-01-01T00:00:00Z\n    sign with another key\n");
        tree.Write("keys/people.yaml", people.Replace("    organisation:", "    since: 2035-01-01\n    organisation:", StringComparison.Ordinal));
        Refused().ShouldContain("by alice, who counts from 2035-01-01T00:00:00Z on\n");
        tree.Write("keys/people.yaml", people);
        Run("keys", "revoke", key, "--reason", "superseded").ExitCode.ShouldBe(0);
        Refused().ShouldStartWith($"keys/people.yaml: error: nothing would count that is signed today by alice's key {key}, which was superseded on ");
        gnupg.NewKey("mallory");
        Refused("--key", "mallory@example.org").ShouldStartWith($"keys/people.yaml: error: nobody in keys/people.yaml holds {gnupg.FingerprintOf("mallory")}\n");
        AddPerson("bob");
        Refused().ShouldStartWith("keys/people.yaml: error: there are secret keys of ");
        Run("sign", "--claim", "copied", "--key", "bob@example.org").ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("--armor", "cat")]
    [InlineData("--sign", "head -c 100 /dev/zero")]
    public void What_is_no_signature_is_not_written(string when, string instead)
    {
        var digest = Run("build", "base", "--no-archive").Output.Split(' ')[0];
        tree.Write("digests", $"{digest}  base\n");
        tree.Write("signer", $"#!/bin/sh\ncase \" $* \" in *' {when} '*) {instead};; *) exec gpg \"$@\";; esac\n");
        Imgrep.Run("chmod", ["+x", "signer"], tree.Root).ExitCode.ShouldBe(0);
        var variables = Variables();
        variables["GPG_SIGN"] = Path.Combine(tree.Root, "signer");
        var refused = Imgrep.Run(Imgrep.Launcher, ["sign"], tree.Root, variables);
        refused.ExitCode.ShouldBe(4, refused.ToString());
        refused.Errors.ShouldContain("what it gave is no signature of the kind that was asked for: ");
        // The manifest is signed before the image.
        Run("verify").ExitCode.ShouldBe(when == "--armor" ? 3 : 0);
        Directory.Exists(Path.Combine(tree.Root, "signatures/images")).ShouldBeFalse();
    }

    [Needs("gpg")]
    public void Who_signs_what_is_not_there_signs_nothing()
    {
        tree.Write("digests", $"{Digest.Compute("some"u8).Hex}  base\n");
        tree.With("ghost", "FROM scratch\nCOPY --from=imgrep/base / /\n");
        var refused = Run("sign", "--claim", "copied", "base", "ghost");
        refused.ExitCode.ShouldBe(3, refused.ToString());
        refused.Errors.ShouldBe("ghost: warning: it is not signed: digests has no line for it\n");
        Directory.Exists(Path.Combine(tree.Root, "signatures")).ShouldBeFalse();
        Run("sign", "--claim", "copied").Errors.ShouldBe("", "ghost was not asked for");
    }

    [Needs("gpg")]
    public void A_new_manifest_takes_in_those_that_it_makes_superfluous_and_no_more()
    {
        foreach (var name in "abc")
            tree.With(name.ToString(), "FROM scratch\nCOPY --from=imgrep/base / /\n");
        Digests("a 1", "b 1", "c 1");
        Copy("a", "b", "c").ShouldBe(1);
        Manifests().ShouldBe(["a 1, b 1, c 1"]);
        Copy("a", "b", "c").ShouldBe(0);
        // A small one beside a large one that still says something.
        Digests("a 2", "b 1", "c 1");
        Copy().ShouldBe(1);
        Manifests().ShouldBe(["a 1, b 1, c 1", "a 2"]);
        // What somebody did not ask for now is not signed anew.
        Digests("a 2", "b 2", "c 2");
        Copy("b").ShouldBe(1);
        Manifests().ShouldBe(["a 2", "b 2"]);
        Copy().ShouldBe(1);
        Manifests().ShouldBe(["a 2, b 2, c 2"]);
        // What is committed stays, so that branches can be merged, unless it is asked to go.
        foreach (var words in (string[][])[["init", "--quiet"], ["add", "signatures"], ["commit", "--quiet", "--message", "signatures"]])
            Imgrep.Run("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", .. words], tree.Root).ExitCode.ShouldBe(0);
        Digests("a 3", "b 2", "c 2");
        Copy().ShouldBe(1);
        Manifests().ShouldBe(["a 2, b 2, c 2", "a 3"]);
        Digests("a 3", "b 3", "c 3");
        Run("sign", "--claim", "copied", "--manifest-only", "--absorb").ExitCode.ShouldBe(0);
        Manifests().ShouldBe(["a 3, b 3, c 3"]);
    }

    [Needs("gpg", "bwrap")]
    public void What_has_become_too_old_is_confirmed_again()
    {
        var digest = Run("build", "base", "--no-archive").Output.Split(' ')[0];
        tree.Write("digests", $"{digest}  base\n");
        tree.Write("policy.yaml", "image:\n  people: 1\n  max-age: 30\n");
        var day = DateTime.UtcNow.AddDays(-60);
        tree.Write("earlier", $"#!/bin/sh\nexec gpg --faked-system-time {day:yyyyMMdd'T'HHmmss} \"$@\"\n");
        Imgrep.Run("chmod", ["+x", "earlier"], tree.Root).ExitCode.ShouldBe(0);
        var earlier = new Dictionary<string, string>(Variables()) { ["GPG_SIGN"] = Path.Combine(tree.Root, "earlier") };
        Imgrep.Run(Imgrep.Launcher, ["sign"], tree.Root, earlier).ExitCode.ShouldBe(0);
        var old = Files();
        var frozen = Run("verify");
        frozen.ExitCode.ShouldBe(3, frozen.ToString());
        frozen.Output.ShouldContain($"base: sha256:{digest}: not confirmed, missing a confirmation of the last 30 days (the newest is of {day:yyyy-MM-dd}, 60 days old): ");
        frozen.Output.ShouldContain("imgrep sign --renew");
        using (var json = JsonDocument.Parse(Run("verify", "--json").Output))
        {
            var image = json.RootElement.GetProperty("images")[0];
            image.GetProperty("maxAge").GetInt32().ShouldBe(30);
            image.GetProperty("newest").GetDateTimeOffset().UtcDateTime.ShouldBe(day, TimeSpan.FromSeconds(2));
        }
        Run("admit", "--registry", "r.example.org", "-name", "r.example.org/imgrep/base:1", "-digest", $"sha256:{digest}").Output.ShouldContain("60 days old");
        Run("policy", "--podman", "--out", Path.Combine(tree.Root, "out/policy"), "--registry", "r.example.org").Errors.ShouldContain("these clients cannot ask for max-age 30");

        // It was signed already, and is not signed again unbidden; nor are images, of which others know no dates.
        Run("sign").Output.ShouldBe("");
        Run("sign", "--renew").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe([.. old.Where(file => file.Contains("manifests", StringComparison.Ordinal) && !file.EndsWith(".asc", StringComparison.Ordinal))]);
        Run("verify").ExitCode.ShouldBe(0);
        var renewed = Files();
        renewed.Except(old).Count().ShouldBe(1, "a signature");
        old.Except(renewed).Count().ShouldBe(1, "that of before, which nobody had committed");

        // What is committed stays.
        foreach (var words in (string[][])[["init", "--quiet"], ["add", "signatures"], ["commit", "--quiet", "--message", "signatures"]])
            Imgrep.Run("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", .. words], tree.Root).ExitCode.ShouldBe(0);
        Imgrep.Run(Imgrep.Launcher, ["sign", "--renew"], tree.Root, earlier).ExitCode.ShouldBe(0);
        renewed.Except(Files()).ShouldBeEmpty();
        Run("verify").ExitCode.ShouldBe(0);
        Run("sign", "--renew", "--absorb").ExitCode.ShouldBe(0);
        Files().Count.ShouldBe(3);
        Run("verify").ExitCode.ShouldBe(0);

        List<string> Files() => [.. Directory.GetFiles(Path.Combine(tree.Root, "signatures"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(tree.Root, file)).Order(StringComparer.Ordinal)];
    }

    [Needs("gpg", "bwrap")]
    public void A_gpg_that_fails_confirms_nothing()
    {
        var digest = Run("build", "base", "--no-archive").Output.Split(' ')[0];
        tree.Write("digests", $"{digest}  base\n");
        Run("sign").ExitCode.ShouldBe(0);
        Run("verify").ExitCode.ShouldBe(0);
        foreach (var (program, code) in ((string, int)[])[("false", 4), ("/nowhere/gpg", 4), ("true", 3)])
        {
            var verdict = Imgrep.Run(Imgrep.Launcher, ["verify"], tree.Root, new Dictionary<string, string>(Variables()) { ["GPG"] = program });
            verdict.ExitCode.ShouldBe(code, verdict.ToString());
        }
    }

    [Needs("gpg")]
    public void Others_read_a_policy_as_it_was_meant_and_are_told_what_ends()
    {
        var people = File.ReadAllText(Path.Combine(tree.Root, "keys/people.yaml"));
        tree.Write("keys/people.yaml", people.Replace("    organisation:", "    left: 2095-01-01\n    organisation:", StringComparison.Ordinal));
        var written = Run("policy", "--podman", "--out", "policy", "--registry", "ghcr.io/team/x", "--lookaside", "https://example.org/\"a\\#b");
        written.ExitCode.ShouldBe(0, written.ToString());
        written.Errors.ShouldContain("an end of alice's confirmations on 2095-01-01");
        File.ReadAllText(Path.Combine(tree.Root, "policy/registries.d/imgrep.yaml")).ShouldBe(
            """
            docker:
              "ghcr.io/team/x/imgrep":
                sigstore: "https://example.org/\"a\\#b"
                lookaside: "https://example.org/\"a\\#b"

            """);
        File.ReadAllText(Path.Combine(tree.Root, "policy/policy.json")).ShouldContain("\"prefix\": \"ghcr.io/team/x/imgrep\"");
    }

    [Needs("gpg")]
    public void A_policy_is_written_for_others_only_if_they_can_enforce_it()
    {
        Run("keys", "revoke", gnupg.FingerprintOf("alice"), "--reason", "compromised").ExitCode.ShouldBe(0);
        var few = Run("policy", "--podman", "--out", "policy", "--registry", "localhost:1", "--lookaside", "http://localhost:2");
        few.ExitCode.ShouldBe(2, few.ToString());
        few.Errors.ShouldContain("policy.yaml: error: too few people have a key that counts today\n    imgrep keys list says which keys do not\n");
        Directory.Exists(Path.Combine(tree.Root, "policy")).ShouldBeFalse();
    }

    [Needs("gpg")]
    public void Who_is_trusted_must_be_somebody_and_be_named_where_the_policy_asks()
    {
        var nobody = Run("verify", "--trust", "mallory");
        nobody.ExitCode.ShouldBe(2, nobody.ToString());
        nobody.Errors.ShouldContain("keys/people.yaml: error: nobody here is or holds 'mallory', whom you say that you trust");
        tree.Write("policy.yaml", "image:\n  people: 1\n  max-trust-distance: 1\n");
        var unnamed = Run("verify");
        unnamed.ExitCode.ShouldBe(2, unnamed.ToString());
        unnamed.Errors.ShouldContain("policy.yaml:2:3: error: max-trust-distance counts from people whom you trust, and you have named none");
        Run("verify", "--trust", "alice").ExitCode.ShouldBe(3);
        Run("verify", "--trust", gnupg.FingerprintOf("alice")).ExitCode.ShouldBe(3);
        var foreign = Run("verify", "--trust", "alice", $"example.org/library/base@{Digest.Compute("x"u8)}");
        foreign.ExitCode.ShouldBe(2, foreign.ToString());
        foreign.Errors.ShouldContain("its name is 'example.org/library/base', which is no image of imgrep");
    }

    public void Dispose()
    {
        gnupg.Dispose();
        tree.Dispose();
    }

    private void AddPerson(string id)
    {
        gnupg.NewKey(id);
        tree.Write("key.asc", gnupg.Export($"{id}@example.org"));
        Run("keys", "add", "key.asc", "--person", id, "--name", id, "--organisation", "one", "--role", "reviewer").ExitCode.ShouldBe(0);
    }

    private static string Hex(string digest) => new string('0', 63) + digest;

    private void Digests(params string[] lines) => tree.Write("digests", string.Concat(lines.Select(line => $"{Hex(line.Split(' ')[1])}  {line.Split(' ')[0]}\n")));

    /// <summary>What the manifests say of which the signatures count.</summary>
    private List<string> Manifests() => [.. Directory.GetFiles(Path.Combine(tree.Root, "signatures/manifests/alice"))
        .Where(file => Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + ".*.asc").Length > 0)
        .Select(file => string.Join(", ", ManifestOfHashes.Parse(File.ReadAllBytes(file)).Select(claim => $"{claim.Package} {claim.Image.Hex[63..]}")))
            .Order(StringComparer.Ordinal)];

    /// <summary>Signs as copied what is named, or all.</summary>
    /// <returns>How many files that made.</returns>
    private int Copy(params string[] names)
    {
        var signed = Run(["sign", "--claim", "copied", "--manifest-only", .. names]);
        signed.ExitCode.ShouldBe(0, signed.ToString());
        return signed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    private string Refused(params string[] options)
    {
        var outcome = Run(["sign", "--claim", "copied", .. options]);
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        Directory.Exists(Path.Combine(tree.Root, "signatures")).ShouldBeFalse();
        return outcome.Errors;
    }

    private Outcome RunIn(string store, params string[] arguments) =>
        Imgrep.Run(Imgrep.Launcher, arguments, tree.Root, new Dictionary<string, string>(Variables()) { ["IMGREP_STORE"] = store });

    private Outcome Run(params string[] arguments) => Imgrep.Run(Imgrep.Launcher, arguments, tree.Root, Variables());

    private Dictionary<string, string> Variables() => new(tree.Variables()) { ["GNUPGHOME"] = gnupg.Path };
}
