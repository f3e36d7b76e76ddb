using System.Text.Json;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.EndToEnd.Trust;

/// <summary>Two people who get different images: what they sign, what everybody sees of it, and how it ends.</summary>
public sealed class DisagreementTests : IDisposable
{
    private const string Containerfile = "FROM imgrep/base AS build\nRUN echo same >/same\nRUN date +%s >/stamp\n"
        + "FROM scratch\nCOPY --from=build /same /stamp /\n";

    private readonly SmallTree tree = new();
    private readonly GnupgHome gnupg = new();

    public DisagreementTests()
    {
        tree.Write("policy.yaml", "image:\n  people: 1\n  dissent: 0\n");
        File.CreateSymbolicLink(Path.Combine(tree.Root, "packages/base/links/date"), "busybox");
        foreach (var person in (string[])["alice", "bob"])
        {
            gnupg.NewKey(person);
            tree.Write("key.asc", gnupg.Export($"{person}@example.org"));
            Done(Run("keys", "add", "key.asc", "--person", person, "--name", person, "--organisation", person, "--role", "reviewer"));
        }
        tree.With("app", Containerfile);
    }

    [Needs("gpg", "bwrap")]
    public void A_dispute_from_its_first_digest_to_its_end()
    {
        Done(Run("build", "--no-archive"));
        Sign("alice", "app");
        var first = Json("verify", "app").GetProperty("images")[0].GetProperty("digest").GetString();

        // Nobody disagrees with what they confirm, nor about what they have not built.
        Refused("it was built here and gave the committed digest (imgrep sign app)", "sign", "--disagree", "app", "--key", "bob@example.org");
        var other = tree.Store + "-bob";
        var missing = RunIn(other, "sign", "--disagree", "app", "--key", "bob@example.org");
        missing.ExitCode.ShouldBe(3, missing.ToString());
        missing.Errors.ShouldContain("app: warning: it is not signed: it was not built here from its present recipe");
        Run("dispute", "app").Output.ShouldBe($"app: nobody disagrees: {first}\n");

        // Another machine gets something else, because it builds in another second.
        Wait();
        Done(RunIn(other, "build", "--no-archive", "base", "app"));
        var plain = RunIn(other, "sign", "app", "--key", "bob@example.org");
        plain.ExitCode.ShouldBe(3, plain.ToString());
        plain.Errors.ShouldContain("(imgrep sign --disagree app says so)");
        var said = RunIn(other, "sign", "--disagree", "app", "--key", "bob@example.org");
        Done(said);
        var file = said.Output.TrimEnd('\n');
        new FileInfo(Path.Combine(tree.Root, file)).Length.ShouldBeLessThan(4096, "a few kilobytes");
        var published = Disagreement.Parse(File.ReadAllBytes(Path.Combine(tree.Root, file)));
        published.Steps.Select(step => step.Line).ShouldBe([2, 3]);
        published.Dated.ShouldBe(["/stamp"]);
        RunIn(other, "sign", "--disagree", "app", "--key", "bob@example.org").Output.ShouldBe("", "it is said already");

        var verdict = Run("verify", "app");
        verdict.ExitCode.ShouldBe(3, verdict.ToString());
        verdict.Output.ShouldContain("not confirmed, missing agreement with bob");
        Json("verify", "app").GetProperty("images")[0].GetProperty("dissenters").EnumerateArray().Select(one => one.GetString()).ShouldBe(["bob"]);

        // Whoever has the other image sees why; whoever has none sees that.
        var dispute = Run("dispute", "app");
        dispute.ExitCode.ShouldBe(3, dispute.ToString());
        dispute.Output.ShouldContain("app: bob and alice disagree\n");
        dispute.Output.ShouldNotContain("configurations");
        dispute.Output.ShouldContain("\npackages/app/Containerfile:3: RUN date +%s >/stamp: it sees the same and comes to something else\n");
        dispute.Output.ShouldContain("~ /stamp: ");
        dispute.Output.ShouldContain("probably: a time: every file whose bytes differ holds the date of its build\n");
        dispute.Output.ShouldEndWith("to find out more: imgrep build app --no-cache-from 3\n");
        var json = Json("dispute", "app", "alice", "bob");
        (json.GetProperty("cause").GetString(), json.GetProperty("step").GetProperty("line").GetInt32(), json.GetProperty("first").GetProperty("evidence").GetString(),
            json.GetProperty("second").GetProperty("evidence").GetString()).ShouldBe(("time", 3, "store", "published"));
        var bare = RunIn(tree.Store + "-none", "dispute", "app");
        bare.ExitCode.ShouldBe(3, bare.ToString());
        bare.Output.ShouldContain($"alice  {first}  signed ");
        bare.Output.ShouldContain(", a digest alone\n");
        Run("dispute", "app", "mallory").ExitCode.ShouldBe(2);

        // Just that step again: the one above it is taken as it is.
        var again = Run("build", "--no-archive", "app", "--no-cache-from", "3");
        Done(again);
        again.Errors.ShouldContain("RUN date");
        again.Output.ShouldNotContain(first!);
        Run("dispute", "app").Output.ShouldContain($"\n    this machine  sha256:{again.Output.Split(' ')[0]}, from the same recipe\n");
        Run("build", "app", "base", "--no-cache-from", "3").ExitCode.ShouldBe(2);

        // A later word takes the place of an earlier one, and nobody can bring that back.
        var before = Saved();
        Wait();
        Sign("bob", "--withdraw", "app");
        Run("verify", "app").ExitCode.ShouldBe(0);
        Run("dispute", "app", "bob").Errors.ShouldContain("they have withdrawn what they signed about it");
        foreach (var (path, bytes) in before)
            tree.Write(path, bytes);
        Run("verify", "app").ExitCode.ShouldBe(0, "copied back");
        Refused("nothing that bob has signed about it counts and is not withdrawn", "sign", "--withdraw", "app", "--key", "bob@example.org");
        Wait();
        Done(RunIn(other, "sign", "--disagree", "app", "--key", "bob@example.org"));
        Run("verify", "app").ExitCode.ShouldBe(3, "signed again, it counts again");
    }

    [Needs("gpg", "bwrap")]
    public void A_confirmation_that_is_withdrawn_is_not_made_again_unless_it_is_named()
    {
        Done(Run("build", "--no-archive"));
        Sign("alice");
        Run("verify").ExitCode.ShouldBe(0);
        Wait();
        Sign("alice", "--withdraw", "app");
        var verdict = Run("verify", "app");
        verdict.ExitCode.ShouldBe(3, verdict.ToString());
        verdict.Output.ShouldContain("    alice confirmed it, but has withdrawn it since\n");
        Wait();
        var all = Run("sign", "--key", "alice@example.org");
        all.Errors.ShouldContain("app: warning: it is not signed: you have withdrawn it (imgrep sign app signs it again)");
        Run("verify", "app").ExitCode.ShouldBe(3);
        Sign("alice", "app");
        Run("verify").ExitCode.ShouldBe(0);
        Run("sign", "app", "--key", "alice@example.org").Output.ShouldBe("");
        // The withdrawal stays through all of this.
        Manifests("alice").Count(claims => claims.Any(claim => claim.Kind == ClaimKind.Withdrawn)).ShouldBe(1);
    }

    [Needs("gpg", "bwrap")]
    public void What_is_said_with_another_name_or_another_key_counts_for_nothing()
    {
        Done(Run("build", "--no-archive"));
        Sign("alice", "app");
        Wait();
        Done(RunIn(tree.Store + "-bob", "build", "--no-archive", "base", "app"));
        var file = RunIn(tree.Store + "-bob", "sign", "--disagree", "app", "--key", "bob@example.org").Output.TrimEnd('\n');
        var signature = Directory.GetFiles(Path.Combine(tree.Root, "signatures/manifests/bob"), "*.asc").Single();

        // In the folder of somebody else.
        foreach (var path in (string[])[Path.Combine(tree.Root, file), signature])
        {
            var moved = path.Replace("/bob/", "/alice/", StringComparison.Ordinal);
            File.Move(path, moved);
        }
        var verdict = Run("verify", "app");
        verdict.ExitCode.ShouldBe(0, verdict.ToString());
        verdict.Errors.ShouldContain("it does not count: it lies in the folder of alice, but bob signed it");

        // By a key of nobody, and by one that was revoked.
        var bytes = File.ReadAllBytes(Path.Combine(tree.Root, file.Replace("/bob/", "/alice/", StringComparison.Ordinal)));
        gnupg.NewKey("mallory");
        Put("bob", bytes, "mallory");
        Run("verify", "app").Errors.ShouldContain("made by the key ");
        Run("verify", "app").ExitCode.ShouldBe(0);
        Put("bob", bytes, "bob");
        Run("verify", "app").ExitCode.ShouldBe(3);
        Done(Run("keys", "revoke", gnupg.FingerprintOf("bob"), "--reason", "compromised"));
        Run("verify", "app").ExitCode.ShouldBe(0);
        Run("dispute", "app").ExitCode.ShouldBe(0);

        // Signed by somebody who counts, but contradicting itself.
        Put("alice", [.. bytes, .. "folder /\n"u8], "alice");
        Run("verify", "app").Errors.ShouldContain("is open twice");
    }

    public void Dispose()
    {
        gnupg.Dispose();
        tree.Dispose();
    }

    private void Put(string person, byte[] bytes, string signer)
    {
        var file = $"signatures/manifests/{person}/{Digest.Compute(bytes).Hex}";
        tree.Write(file, bytes);
        var signature = gnupg.Sign(gnupg.FingerprintOf(signer), bytes, "--armor", "--detach-sign");
        tree.Write(SignaturePlace.OfManifest(file, signature), signature);
    }

    private List<(string Path, byte[] Bytes)> Saved() => [.. Directory.GetFiles(Path.Combine(tree.Root, "signatures"), "*", SearchOption.AllDirectories)
        .Select(file => (Path.GetRelativePath(tree.Root, file), File.ReadAllBytes(file)))];

    private List<Claim[]> Manifests(string person) => [.. Directory.GetFiles(Path.Combine(tree.Root, "signatures/manifests", person))
        .Where(file => !file.EndsWith(".asc", StringComparison.Ordinal))
        .Select(file => SignedClaims.Parse(File.ReadAllBytes(file)).ToArray())];

    /// <summary>Signatures have their time in seconds.</summary>
    private static void Wait() => Thread.Sleep(1100);

    private void Sign(string person, params string[] arguments) => Done(Run(["sign", "--key", $"{person}@example.org", .. arguments]));

    private void Refused(string reason, params string[] arguments)
    {
        var refused = Run(arguments);
        refused.ExitCode.ShouldBe(3, refused.ToString());
        refused.Errors.ShouldContain($"app: warning: it is not signed: {reason}");
    }

    private static void Done(Outcome outcome) => outcome.ExitCode.ShouldBe(0, outcome.ToString());

    private JsonElement Json(params string[] arguments) => JsonDocument.Parse(Run([.. arguments, "--json"]).Output).RootElement;

    private Outcome Run(params string[] arguments) => RunIn(tree.Store, arguments);

    private Outcome RunIn(string store, params string[] arguments) => Imgrep.Run(
        Imgrep.Launcher, arguments, tree.Root, new Dictionary<string, string>(tree.Variables()) { ["GNUPGHOME"] = gnupg.Path, ["IMGREP_STORE"] = store });
}
