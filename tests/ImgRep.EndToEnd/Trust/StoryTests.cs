using System.Text.Json;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Statements;

namespace ImgRep.EndToEnd.Trust;

/// <summary>From a new package to its quorum and back, with the commands as people type them.</summary>
public sealed class StoryTests : IDisposable
{
    private const string Policy = """
        image:
          people: 2
          organisations: 2
          builders: 2
          roles:
            ci: 1
            reviewer: 1

        """;

    private readonly SmallTree tree = new();
    private readonly GnupgHome gnupg = new();

    [Needs("gpg", "bwrap", "git", "buildah", "runc", Root = true)]
    public void A_package_is_confirmed_at_exactly_the_right_moment()
    {
        AddPerson("alice", "Example Ltd", "maintainer");
        AddPerson("bob", "Example Ltd", "reviewer");
        AddPerson("carol", "Other Ltd", "reviewer");
        AddPerson("dave", "Third Ltd", "reviewer");
        AddPerson("robot", "Example Ltd", "ci");
        tree.Write("policy.yaml", Policy);
        Directory.Delete(Path.Combine(tree.Root, "packages/base"), recursive: true);
        tree.With("hello", "FROM scratch\nCOPY hello /\nLABEL org.opencontainers.image.version=1.0\n").Write("packages/hello/hello", "hello\n");
        Run("keys", "check").ExitCode.ShouldBe(0);

        var digest = Run("build", "hello", "--no-archive").Output.Split(' ')[0];
        Missing().ShouldContain("digests has no line for it");
        Run("sign", "--key", "robot@example.org").ExitCode.ShouldBe(3);
        tree.Write("digests", $"{digest}  hello\n");
        Missing().ShouldContain("missing 2 more people, 2 more organisations, 1 more reviewer, 1 more ci, 2 more builders");

        // The machine confirms, then the maintainer, from the same organisation and with the same builder.
        Run("sign", "--key", "robot@example.org").ExitCode.ShouldBe(0);
        Missing().ShouldContain("missing 1 more person, 1 more organisation, 1 more reviewer, 1 more builder");
        Run("sign", "--manifest-only", "--key", "alice@example.org").ExitCode.ShouldBe(0);
        Missing().ShouldContain("missing 1 more organisation, 1 more reviewer, 1 more builder");
        Run("sign", "--key", "robot@example.org").ShouldBe(new Outcome(0, "", "nothing new to sign: robot has confirmed what was built here before\n"));
        Missing().ShouldContain("missing 1 more organisation, 1 more reviewer, 1 more builder");

        // A reviewer of another organisation, who has a store of her own, rebuilds it with another builder.
        RunOfCarol("sign", "--key", "carol@example.org").ExitCode.ShouldBe(3);
        Missing().ShouldContain("missing 1 more organisation, 1 more reviewer, 1 more builder");
        var reproduced = RunOfCarol("reproduce", "--builder", "buildah", "hello");
        reproduced.ExitCode.ShouldBe(0, reproduced.ToString());
        Missing().ShouldContain("missing 1 more organisation, 1 more reviewer, 1 more builder");
        RunOfCarol("sign", "--key", "carol@example.org").ExitCode.ShouldBe(0);
        var claim = ClaimOf("robot");
        var met = Run("verify");
        met.ExitCode.ShouldBe(0, met.ToString());
        met.Output.ShouldStartWith($"hello: sha256:{digest}: confirmed: 3 of 2 people (alice, carol, robot), 2 of 2 organisations (Example Ltd, Other Ltd), "
            + "1 of 1 reviewer (carol), 1 of 1 ci (robot), 2 of 2 builders (buildah, embedded)");
        Run("verify", $"imgrep/hello@sha256:{digest}").ExitCode.ShouldBe(0);

        // Before anything goes wrong, bob confirms an image that others confirm as well, which is his reputation.
        SignElsewhere("bob", claim with { Package = PackageName.Parse("older") });
        SignElsewhere("carol", claim with { Package = PackageName.Parse("older") });
        tree.Write("digests", $"{digest}  hello\n{digest}  older\n");
        Commit();
        Reputation("bob").ShouldBe((1, 0));
        Reputation("carol").ShouldBe((2, 0));

        // A builder gone bad signs something else: it is named, and its reputation falls.
        SignElsewhere("bob", claim with { Image = Digest.Compute("evil"u8) });
        var named = Run("verify", "hello");
        named.ExitCode.ShouldBe(0);
        named.Output.ShouldContain($"    bob got another digest from the same recipe, {Digest.Compute("evil"u8)} (embedded ");
        using (var json = JsonDocument.Parse(Run("verify", "hello", "--json").Output))
            json.RootElement.GetProperty("images")[0].GetProperty("dissenters")[0].GetString().ShouldBe("bob");
        Run("verify", $"imgrep/hello@{Digest.Compute("evil"u8)}").ExitCode.ShouldBe(3);
        Commit();
        Reputation("bob").ShouldBe((0, 1));
        Reputation("carol").ShouldBe((2, 0));
        Run("reputation", "bob").Output.ShouldContain($"    got {Digest.Compute("evil"u8)} of hello on ");
        tree.Write("policy.yaml", Policy + "  min-confirmed: 1\n");
        Run("verify", "hello").Output.ShouldContain("confirmed: 3 of 2 people (alice, carol, robot)");
        Run("verify", $"imgrep/hello@{Digest.Compute("evil"u8)}").Output.ShouldContain(
            "bob confirmed it, but has confirmed 0 images together with other organisations since confirming another digest of hello than proved right, the policy asks for 1");
        tree.Write("policy.yaml", Policy);

        // The reviewer's key is stolen: what it has confirmed is confirmed no more.
        Run("keys", "revoke", gnupg.FingerprintOf("carol"), "--reason", "compromised").ExitCode.ShouldBe(0);
        Missing().ShouldContain("missing 1 more organisation, 1 more reviewer, 1 more builder");

        // Without its only machine the policy cannot be met at all. That is a verdict, and says why.
        Run("keys", "revoke", gnupg.FingerprintOf("robot"), "--reason", "superseded").ExitCode.ShouldBe(0);
        var unmeetable = Run("verify");
        unmeetable.ExitCode.ShouldBe(3, unmeetable.ToString());
        unmeetable.Errors.ShouldContain("warning: nobody can meet this: it asks for 1 person who is ci, keys/people.yaml has 0 with a key that counts today");
        Run("keys", "check").ExitCode.ShouldBe(2);
    }

    [Needs("gpg", "bwrap")]
    public void What_was_not_built_here_is_signed_as_copied_at_most()
    {
        AddPerson("alice", "Example Ltd", "reviewer");
        tree.Write("policy.yaml", "image:\n  people: 1\n");
        tree.Write("digests", $"{Digest.Compute("some"u8).Hex}  base\n");
        var refused = Run("sign", "base");
        refused.ExitCode.ShouldBe(3);
        refused.Errors.ShouldContain("base: warning: it is not signed: it was not built here from its present recipe");
        Directory.Exists(Path.Combine(tree.Root, "signatures")).ShouldBeFalse();
        Run("sign", "base", "--claim", "copied").ExitCode.ShouldBe(0);
        Missing().ShouldContain("vouched for by alice without rebuilding, which does not count");

        Run("build", "base", "--no-archive").ExitCode.ShouldBe(0);
        Run("sign", "base").Errors.ShouldContain(", but digests has sha256:");
    }

    [Needs("gpg", "bwrap")]
    public void What_somebody_else_put_there_in_ones_name_keeps_nobody_from_signing()
    {
        AddPerson("alice", "Example Ltd", "reviewer");
        tree.Write("policy.yaml", "image:\n  people: 1\n");
        var digest = Run("build", "base", "--no-archive").Output.Split(' ')[0];
        tree.Write("digests", $"{digest}  base\n");
        Run("sign").ExitCode.ShouldBe(0);
        string[] files = [.. Directory.GetFiles(Path.Combine(tree.Root, "signatures"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        files.Length.ShouldBe(3);
        // Signatures by the same key, of something else.
        File.WriteAllBytes(files[0], gnupg.Sign("alice@example.org", "{}"u8.ToArray()));
        File.WriteAllBytes(files[2], gnupg.Sign("alice@example.org", "other"u8.ToArray(), "--armor", "--detach-sign"));
        Missing().ShouldContain("base");
        Run("sign").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        Run("verify").ExitCode.ShouldBe(0);
        Run("sign").ShouldBe(new Outcome(0, "", "nothing new to sign: alice has confirmed what was built here before\n"));
        // A manifest under the name that the next one will have.
        File.WriteAllText(files[1], "other");
        Directory.Delete(Path.GetDirectoryName(files[0])!, recursive: true);
        Missing().ShouldContain("base");
        Run("sign").ExitCode.ShouldBe(0);
        Run("verify").ExitCode.ShouldBe(0);
    }

    [Needs("gpg", "bwrap")]
    public void Dying_while_signing_leaves_the_old_state_or_the_new()
    {
        AddPerson("alice", "Example Ltd", "reviewer");
        tree.Write("policy.yaml", "image:\n  people: 1\n");
        var digest = Run("build", "base", "--no-archive").Output.Split(' ')[0];
        tree.Write("digests", $"{digest}  base\n");
        // gpg is called to list keys, to sign the manifest, and to sign the image; who waits for the answer dies at one of them.
        var states = new List<int>();
        for (var call = 1; call <= 4; call++)
        {
            tree.Write("dying", $"#!/bin/sh\necho >>{tree.Root}/calls\n[ $(wc -l <{tree.Root}/calls) -lt {call} ] || kill -9 $PPID\nexec gpg \"$@\"\n");
            Imgrep.Run("chmod", ["+x", "dying"], tree.Root).ExitCode.ShouldBe(0);
            var variables = Variables();
            variables["GPG_SIGN"] = Path.Combine(tree.Root, "dying");
            var died = Imgrep.Run(Imgrep.Launcher, ["sign"], tree.Root, variables);
            died.ExitCode.ShouldBe(call < 4 ? 137 : 0, died.ToString());
            File.Delete(Path.Combine(tree.Root, "calls"));
            var verified = Run("verify");
            verified.Errors.ShouldBe("", verified.ToString());
            states.Add(verified.ExitCode);
            if (call < 4 && Directory.Exists(Path.Combine(tree.Root, "signatures")))
                Directory.Delete(Path.Combine(tree.Root, "signatures"), recursive: true);
        }
        // Up to the moment when the manifest is there it is the old state, from then on the new one.
        states.ShouldBe([3, 3, 0, 0]);
    }

    [Needs("gpg")]
    public void A_subkey_that_other_clients_reject_is_warned_of()
    {
        var key = gnupg.NewKey("alice", usage: "sign");
        gnupg.Run(null, "--pinentry-mode", "loopback", "--passphrase", "", "--quick-add-key", key, "ed25519", "sign", "never");
        tree.Write("key.asc", gnupg.Export("alice@example.org"));
        Run("keys", "add", "key.asc", "--person", "alice", "--name", "alice", "--organisation", "one", "--role", "reviewer").ExitCode.ShouldBe(0);
        tree.Write("policy.yaml", "image:\n  people: 1\n");
        tree.Write("digests", $"{Digest.Compute("some"u8).Hex}  base\n");
        // gpg itself chooses the subkey, which is newer.
        var warned = Run("sign", "--claim", "copied", "--key", "alice@example.org");
        warned.ExitCode.ShouldBe(0, warned.ToString());
        warned.Errors.ShouldContain("signed: Podman and Skopeo accept primary keys only (--key FINGERPRINT! has gpg use just that key)");
        warned.Errors.ShouldContain($"the subkey {gnupg.SubkeyOf("alice")[24..]} signed");
        Directory.Delete(Path.Combine(tree.Root, "signatures"), recursive: true);
        var silent = Run("sign", "--claim", "copied", "--key", $"{key}!");
        silent.ShouldBe(new Outcome(0, silent.Output, ""));
    }

    [Needs("gpg", "bwrap")]
    public void What_is_attested_is_what_gpg_verifies()
    {
        AddPerson("alice", "Example Ltd", "reviewer");
        Run("attest", "base", "--format", "spdx").ExitCode.ShouldBe(2);
        var digest = Run("build", "base", "--no-archive").Output.Split(' ')[0];
        Run("attest", "base", "--format", "slsa").ExitCode.ShouldBe(3, "digests has no line for it");
        tree.Write("digests", $"{digest}  base\n");
        var told = Run("attest", "base", "--format", "slsa");
        told.ExitCode.ShouldBe(0, told.ToString());
        using var envelope = JsonDocument.Parse(told.Output);
        var payload = envelope.RootElement.GetProperty("payload").GetBytesFromBase64();
        System.Text.Encoding.UTF8.GetString(payload).ShouldBe(Run("attest", "base", "--format", "slsa", "--unsigned").Output.TrimEnd('\n'));
        var signature = envelope.RootElement.GetProperty("signatures")[0];
        signature.GetProperty("keyid").GetString().ShouldBe(gnupg.FingerprintOf("alice"));
        tree.Write("sig", signature.GetProperty("sig").GetBytesFromBase64());
        tree.Write("signed", DsseEnvelope.Encode(envelope.RootElement.GetProperty("payloadType").GetString()!, payload));
        gnupg.Run(null, "--verify", Path.Combine(tree.Root, "sig"), Path.Combine(tree.Root, "signed"));
        Run("attest", "base", "--format", "spdx").Output.ShouldContain(digest);
    }

    [Needs("gpg")]
    public void A_program_that_is_named_signs_instead_of_gpg()
    {
        AddPerson("alice", "Example Ltd", "reviewer");
        tree.Write("policy.yaml", "image:\n  people: 1\n");
        tree.Write("digests", $"{Digest.Compute("some"u8).Hex}  base\n");
        tree.Write("split", $"#!/bin/sh\necho \"$@\" >>{tree.Root}/calls\nexec gpg \"$@\"\n");
        Imgrep.Run("chmod", ["+x", "split"], tree.Root).ExitCode.ShouldBe(0);
        var variables = Variables();
        variables["GPG_SIGN"] = Path.Combine(tree.Root, "split");
        Imgrep.Run(Imgrep.Launcher, ["sign", "--claim", "copied"], tree.Root, variables).ExitCode.ShouldBe(0);
        File.ReadAllText(Path.Combine(tree.Root, "calls")).ShouldContain("--detach-sign");
        variables["GPG_SIGN"] = "/bin/cat";
        var failed = Imgrep.Run(Imgrep.Launcher, ["sign", "--claim", "copied", "--key", "x"], tree.Root, variables);
        failed.ExitCode.ShouldBe(2, failed.ToString());
    }

    public void Dispose()
    {
        gnupg.Dispose();
        tree.Dispose();
    }

    private void AddPerson(string id, string organisation, string role)
    {
        gnupg.NewKey(id);
        tree.Write("key.asc", gnupg.Export($"{id}@example.org"));
        var added = Run("keys", "add", "key.asc", "--person", id, "--name", id, "--organisation", organisation, "--role", role);
        added.ExitCode.ShouldBe(0, added.ToString());
    }

    private Claim ClaimOf(string person) => ManifestOfHashes.Parse(
        File.ReadAllBytes(Directory.GetFiles(Path.Combine(tree.Root, "signatures/manifests", person)).Single(file => !file.EndsWith(".asc", StringComparison.Ordinal)))).Single();

    private void SignElsewhere(string person, Claim claim)
    {
        var manifest = ManifestOfHashes.Write([claim]);
        var file = $"signatures/manifests/{person}/{Digest.Compute(manifest).Hex}";
        tree.Write(file, manifest);
        tree.Write(file + ".asc", gnupg.Sign($"{person}@example.org", manifest, "--armor", "--detach-sign"));
    }

    private void Commit()
    {
        foreach (var words in (string[][])[["init", "--quiet"], ["add", "keys", "signatures", "digests"], ["commit", "--quiet", "--message", "signatures"]])
            Imgrep.Run("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", .. words], tree.Root).ExitCode.ShouldBe(0);
    }

    private (int Standing, int Against) Reputation(string person)
    {
        var told = Run("reputation", person, "--json");
        told.ExitCode.ShouldBe(0, told.ToString());
        using var json = JsonDocument.Parse(told.Output);
        var record = json.RootElement.GetProperty("people")[0];
        return (record.GetProperty("standing").GetInt32(), record.GetProperty("against").GetArrayLength());
    }

    private string Missing()
    {
        var verdict = Run("verify");
        verdict.ExitCode.ShouldBe(3, verdict.ToString());
        return verdict.Output;
    }

    private Outcome RunOfCarol(params string[] arguments) =>
        Imgrep.Run(Imgrep.Launcher, arguments, tree.Root, new Dictionary<string, string>(Variables()) { ["IMGREP_STORE"] = Path.Combine(tree.Root, "carol") });

    private Outcome Run(params string[] arguments) => Imgrep.Run(Imgrep.Launcher, arguments, tree.Root, Variables());

    private Dictionary<string, string> Variables() => new(tree.Variables()) { ["GNUPGHOME"] = gnupg.Path };
}
