using System.Text.Json;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.EndToEnd.Trust.History;

/// <summary>What <c>imgrep verify</c> says of the history of the tree that it verifies.</summary>
public sealed class CheckedOutHistoryTests : IDisposable
{
    private readonly SignedHistory history = new();
    private readonly string confirmed;

    public CheckedOutHistoryTests()
    {
        var manifest = ManifestOfHashes.Write([SignedTree.Rebuilt]);
        var path = $"signatures/manifests/carol/{Digest.Compute(manifest).Hex}";
        history.Write(path, System.Text.Encoding.ASCII.GetString(manifest));
        history.Write(path + ".asc", System.Text.Encoding.ASCII.GetString(history.Gnupg.Sign(history.Gnupg.FingerprintOf("carol"), manifest, "--armor", "--detach-sign")));
        history.Write("digests", $"{SignedTree.Image.Hex}  zlib\n");
        confirmed = history.Commit("alice");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Where_no_introduction_is_known_the_verdict_says_so()
    {
        var verdict = Verify();
        verdict.ExitCode.ShouldBe(0, verdict.ToString());
        verdict.Output.ShouldContain("confirmed: 1 of 1 person (carol)");
        verdict.Output.ShouldEndWith(
            "the history was not authenticated: this clone knows no introduction (imgrep authenticate --since COMMIT, with the id that the maintainers publish)\n");
        Directory.Move(Path.Combine(history.Root, ".git"), history.Root + "-git");
        verdict = Verify();
        verdict.ExitCode.ShouldBe(0, verdict.ToString());
        verdict.Output.ShouldEndWith("the history was not authenticated: this is no clone of a repository\n");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Where_one_is_known_a_refused_history_is_no_verdict_for_it()
    {
        history.ShouldBeGood();
        Verify().Output.ShouldEndWith($"the history was authenticated since {history.Introduction}, up to {confirmed}\n");
        var good = history.Change("src/tool", "bob");
        Verify().Output.ShouldEndWith($"the history was authenticated since {history.Introduction}, up to {good}\n");
        history.Git("config", "--local", "--get", "imgrep.authenticated").ShouldBe(confirmed, "verifying changes nothing");
        var bad = history.Change("src/other", null);
        var refused = Verify();
        refused.ExitCode.ShouldBe(3, refused.ToString());
        refused.Output.ShouldContain("confirmed: 1 of 1 person (carol)");
        refused.Output.ShouldContain($"{bad}: refused (unsigned): src/other: it is not signed (git commit -S)\nthe history is refused, up to {bad}\n");
        using var json = JsonDocument.Parse(Verify("--json").Output);
        var said = json.RootElement.GetProperty("history");
        json.RootElement.GetProperty("met").GetBoolean().ShouldBeFalse();
        (said.GetProperty("authenticated").GetBoolean(), said.GetProperty("commit").GetString()).ShouldBe((false, bad));
        said.GetProperty("refusals")[0].GetProperty("rule").GetString().ShouldBe("unsigned");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void An_older_commit_is_verified_and_said_to_be_older()
    {
        var newer = history.Change("src/tool", "bob");
        history.ShouldBeGood();
        history.Git("checkout", "--quiet", confirmed);
        var verdict = Verify();
        verdict.ExitCode.ShouldBe(0, verdict.ToString());
        verdict.Output.ShouldContain($"the history was authenticated since {history.Introduction}, up to {confirmed}: it is older than {newer}, up to which this clone was");
        history.Git("config", "--local", "--get", "imgrep.authenticated").ShouldBe(newer);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_branch_for_which_others_must_still_sign_is_refused()
    {
        history.Change("policy.yaml", "alice", history.PolicyText.Replace("  packages: [maintainer]\n", "  packages:\n    roles: [maintainer]\n    people: 2\n",
            StringComparison.Ordinal));
        history.ShouldBeGood();
        history.Git("checkout", "--quiet", "-b", "topic");
        var change = history.Change("packages/zlib/patch", "alice");
        history.Git("checkout", "--quiet", "main");
        history.Change("src/tool", "bob");
        history.ShouldBeGood();
        history.Git("checkout", "--quiet", "topic");
        var verdict = Verify();
        verdict.ExitCode.ShouldBe(3, verdict.ToString());
        verdict.Output.ShouldContain($"{change}: refused (people): packages/zlib/patch: policy.yaml asks for 2 people");
        verdict.Output.ShouldContain("it does not come from ");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Another_introduction_and_a_history_with_holes_are_not_passed_over()
    {
        history.ShouldBeGood();
        history.Change("policy.yaml", "alice", history.PolicyText.Replace(history.Introduction, history.First, StringComparison.Ordinal));
        var rewritten = Verify();
        rewritten.ExitCode.ShouldBe(3, rewritten.ToString());
        rewritten.Output.ShouldContain("refused (introduction): policy.yaml: it names the introduction");
        history.Git("reset", "--hard", "--quiet", confirmed);
        history.Git("checkout", "--quiet", "--detach");
        var objects = Path.Combine(history.Root, ".git/objects", history.Introduction[..2], history.Introduction[2..]);
        File.Move(objects, history.Root + "-object");
        var missing = Verify();
        missing.ExitCode.ShouldBe(2, missing.ToString());
        missing.Errors.ShouldContain("there is no such commit here to begin with");
    }

    public void Dispose() => history.Dispose();

    private Outcome Verify(params string[] arguments) => Imgrep.Run(Imgrep.Launcher, ["verify", "zlib", .. arguments], history.Root,
        new Dictionary<string, string> { ["IMGREP_STORE"] = history.Store, ["GNUPGHOME"] = history.Gnupg.Path });
}
