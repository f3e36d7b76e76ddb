using System.Text.Json;

namespace ImgRep.EndToEnd.Trust.History;

/// <summary>Changes for which several people must have signed. Alice and carol are maintainers.</summary>
public sealed class SharedChangeTests : IDisposable
{
    private const string Patch = "packages/zlib/patch";
    private const string Note = "packages/zlib/note";
    private readonly SignedHistory history = new();
    private readonly string rule;

    public SharedChangeTests()
    {
        rule = history.Change("policy.yaml", "alice", Shared(2));
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void One_commits_on_a_branch_and_another_merges_it()
    {
        Branch("topic", rule, "alice", (Patch, "patch\n"), (Note, "note\n"));
        Branch("other", rule, "gpg:carol", ("packages/zlib/third", "third\n"));
        history.Change("digests", "alice");
        history.Merge("topic", "gpg:carol");
        history.Merge("other", "alice");
        history.ShouldBeGood();
        history.Git("config", "--local", "--get", "imgrep.authenticated").ShouldBe(history.Head);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void One_person_is_not_enough_whether_they_commit_merge_squash_or_fast_forward()
    {
        var alone = history.Change(Patch, "alice");
        ShouldLack(alone, Patch, "policy.yaml asks for 2 people to change packages, and only alice signed for what this becomes: commit it on a branch that comes from "
            + $"{rule}, and let somebody else merge that (git merge --no-ff -S)");
        Back();
        Branch("topic", rule, "alice", (Patch, "patch\n"));
        ShouldLack(history.Merge("topic", "alice"), Patch, "only alice signed");
        Back();
        history.Git("merge", "--quiet", "--ff-only", "topic");
        ShouldLack(history.Head, Patch, "only alice signed");
        Back();
        history.Git("merge", "--quiet", "--squash", "topic");
        ShouldLack(history.Commit("gpg:carol"), Patch, "only carol signed");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void One_person_with_two_keys_is_one()
    {
        Branch("keys", rule, "alice", ("keys/people.yaml", history.People.Replace(
            $"- ssh: {history.SshKey("alice")}\n", $"- ssh: {history.SshKey("alice")}\n      - ssh: {history.SshKey("second")}\n", StringComparison.Ordinal)));
        history.Merge("keys", "gpg:carol");
        history.ShouldBeGood();
        Branch("topic", history.Head, "second", (Patch, "patch\n"));
        ShouldLack(history.Merge("topic", "alice"), Patch, "only alice signed");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_merge_adds_nothing_of_its_own()
    {
        Branch("topic", rule, "alice", (Patch, "patch\n"));
        foreach (var (path, text) in ((string, string?)[])[("packages/zlib/Containerfile", "FROM evil\n"), (Patch, "evil\n"), ("packages/evil/Containerfile", "FROM scratch\n"),
            ("packages/zlib/Containerfile", null)])
        {
            history.Git("merge", "--quiet", "--no-commit", "--no-ff", "topic");
            if (text is null)
                File.Delete(Path.Combine(history.Root, path));
            else
                history.Write(path, text);
            ShouldLack(history.Commit("gpg:carol"), path, "only carol signed");
            Back();
        }
        // Not even that a file can be executed now.
        history.Git("merge", "--quiet", "--no-commit", "--no-ff", "topic");
        File.SetUnixFileMode(Path.Combine(history.Root, Patch), (UnixFileMode)Convert.ToInt32("755", 8));
        ShouldLack(history.Commit("gpg:carol"), Patch, "only carol signed");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_merge_of_many_branches_is_signed_by_another_for_each_file()
    {
        Branch("one", rule, "alice", (Patch, "patch\n"));
        Branch("two", rule, "gpg:carol", (Note, "note\n"));
        Branch("three", rule, "alice", ("packages/zlib/third", "third\n"));
        history.Git("checkout", "--quiet", "main");
        ShouldLack(Octopus("gpg:carol"), Note, "only carol signed");
        Back();
        ShouldLack(Octopus("alice"), Patch, "only alice signed");
        Back();
        history.Git("branch", "--quiet", "--force", "two", rule);
        Octopus("gpg:carol");
        history.ShouldBeGood();

        string Octopus(string signer) => history.Merge("one", signer, "two", "three");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_branch_that_takes_the_place_of_the_line_is_judged_as_the_line()
    {
        Branch("topic", rule, "alice", (Patch, "evil\n"));
        history.Change("src/tool", "bob");
        history.ShouldBeGood();
        // What was main is merged into the branch, and the branch is pushed as main.
        history.Git("checkout", "--quiet", "topic");
        history.Merge("main", "alice");
        history.Read().Refusals.ShouldHaveSingleItem().Rule.ShouldBe("line");
        Forget();
        ShouldLack(history.Git("rev-parse", "topic^1"), Patch, "only alice signed");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_line_from_before_the_rule_does_not_take_the_place_of_the_one_that_was_seen()
    {
        Branch("old", history.First, "alice", (Patch, "evil\n"));
        // Nor does it if what it merges has the rule no more.
        Branch("lowered", rule, "alice", ("policy.yaml", history.PolicyText), (Patch, "evil\n"));
        foreach (var merged in (string[])["main", "lowered"])
        {
            history.Git("checkout", "--quiet", "-B", "new", "old");
            var merge = history.Merge(merged, "alice", "-X", "theirs");
            history.ShouldRefuse(merge, "", "line", $"it has {rule}, up to which this clone was authenticated before, behind another parent than the first");
        }
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_is_spread_over_two_merges_is_signed_by_two_in_each()
    {
        Branch("topic", rule, "alice", (Patch, "patch\n"), (Note, "note\n"));
        var first = history.Merge("topic~1", "gpg:carol");
        history.ShouldBeGood();
        ShouldLack(history.Merge("topic", "alice"), Note, "only alice signed");
        Back(first);
        history.Merge("topic", "gpg:carol");
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void The_rule_is_lowered_by_as_many_as_it_asks_for()
    {
        Branch("topic", rule, "alice", ("policy.yaml", history.PolicyText), (Patch, "evil\n"));
        var merge = history.Merge("topic", "alice");
        history.Read().Refusals.Select(refusal => (refusal.Commit, refusal.Path, refusal.Rule)).ShouldBe([(merge, Patch, "people"), (merge, "policy.yaml", "people")]);
        Back();
        ShouldLack(history.Change("policy.yaml", "alice", history.PolicyText), "policy.yaml", "policy.yaml asks for 2 people to change policy, and only alice signed");
        Back();
        history.Merge("topic~1", "gpg:carol");
        history.Change(Note, "alice");
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_was_made_for_an_older_state_undoes_nothing()
    {
        var more = history.People + history.Entry("dave", "maintainer");
        Branch("old", rule, "alice", ("keys/people.yaml", more));
        Branch("left", rule, "alice", ("keys/people.yaml", Left(history.People)));
        history.Merge("left", "gpg:carol");
        history.ShouldBeGood();
        var left = history.Head;
        // The file as it is on the older branch: bob is back.
        history.Git("merge", "--quiet", "--no-commit", "-s", "ours", "old");
        history.Write("keys/people.yaml", more);
        ShouldLack(history.Commit("gpg:carol"), "keys/people.yaml", "only carol signed");
        Back(left);
        // Nor may who merges make one of the two files.
        history.Git("merge", "--quiet", "--no-commit", "-s", "ours", "old");
        history.Write("keys/people.yaml", Left(more));
        ShouldLack(history.Commit("gpg:carol"), "keys/people.yaml", "only carol signed");
        Back(left);
        // Who made the branch does.
        history.Git("checkout", "--quiet", "old");
        history.Git("merge", "--quiet", "--no-commit", "-s", "ours", "main");
        history.Write("keys/people.yaml", Left(more));
        history.Commit("alice");
        history.Git("checkout", "--quiet", "main");
        history.Merge("old", "gpg:carol");
        history.ShouldBeGood();

        static string Left(string people) => people.Replace("roles: [reviewer]", "roles: [reviewer]\n    left: 2020-01-01", StringComparison.Ordinal);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Three_people_merge_each_others_merges()
    {
        Branch("dave", rule, "alice", ("keys/people.yaml", history.People + history.Entry("dave", "maintainer")), ("policy.yaml", Shared(3)));
        history.Merge("dave", "gpg:carol");
        history.ShouldBeGood();
        var start = history.Head;
        Branch("topic", start, "alice", (Patch, "patch\n"));
        history.Git("checkout", "--quiet", "-b", "staging");
        history.Merge("topic", "gpg:carol");
        history.Git("checkout", "--quiet", "main");
        ShouldLack(history.Merge("staging", "alice"), Patch, "policy.yaml asks for 3 people to change packages, and only alice and carol signed");
        Back(start);
        history.Merge("staging", "dave");
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Whose_key_was_revoked_since_signed_for_nothing()
    {
        Branch("dave", rule, "alice", ("keys/people.yaml", history.People + history.Entry("dave", "maintainer")));
        history.Merge("dave", "gpg:carol");
        Branch("topic", history.Head, "dave", (Patch, "patch\n"));
        Branch("revoked", history.Head, "alice", ("keys/people.yaml",
            history.People + history.Entry("dave", "maintainer", extra: "        revoked: 2026-02-01\n        reason: compromised\n")));
        history.Merge("revoked", "gpg:carol");
        history.ShouldBeGood();
        ShouldLack(history.Merge("topic", "gpg:carol"), Patch, "only carol signed");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_policy_that_asks_for_more_people_than_there_are_is_a_dead_end()
    {
        Branch("topic", rule, "alice", ("policy.yaml", Shared(3)));
        var merge = history.Merge("topic", "gpg:carol");
        history.Read().Refusals.ShouldContain(refusal => refusal.Commit == merge && refusal.Rule == "dead-end"
            && refusal.Reason.Contains("policy.yaml asks for 3 people to change policy, and of those who have a key in use 2 are maintainer", StringComparison.Ordinal));
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_branch_is_good_and_says_what_it_lacks_and_is_no_line()
    {
        Branch("topic", rule, "alice", (Patch, "patch\n"));
        history.Git("checkout", "--quiet", "topic");
        var asked = Imgrep.Run(Imgrep.Launcher, ["authenticate", "--branch", "topic", "--json"], history.Root, Variables());
        asked.ExitCode.ShouldBe(0, asked.ToString());
        using (var json = JsonDocument.Parse(asked.Output))
        {
            var lacking = json.RootElement.GetProperty("pending")[0];
            (lacking.GetProperty("commit").GetString(), lacking.GetProperty("path").GetString()).ShouldBe((history.Head, Patch));
        }
        Imgrep.Run(Imgrep.Launcher, ["authenticate", "--branch", "topic"], history.Root, Variables()).Output
            .ShouldStartWith($"{history.Head}: to be signed by another (people): {Patch}: policy.yaml asks for 2 people to change packages, and only alice signed");
        history.Git("config", "--local", "--get", "imgrep.authenticated").ShouldBe(rule);
        // That it was found good as a branch makes no line of it, in no clone.
        var clone = history.Root + "-clone";
        history.Run("git", ["clone", "--quiet", history.Root, clone]);
        var refusal = history.Read(root: clone).Refusals.ShouldHaveSingleItem();
        (refusal.Commit, refusal.Path, refusal.Rule).ShouldBe((history.Head, Patch, "people"));
        history.Git("checkout", "--quiet", "main");
        history.Merge("topic", "gpg:carol");
        history.ShouldBeGood();
        // What is on the branch, and was merged since, is still no line.
        history.Change("src/tool", "bob");
        history.Git("checkout", "--quiet", "topic");
        history.Change("src/other", "bob");
        history.ShouldBeGoodAsBranch();
        history.Git("-C", clone, "fetch", "--quiet", "origin", "topic");
        history.Git("-C", clone, "reset", "--quiet", "--hard", "FETCH_HEAD");
        history.Read(root: clone).Refusals.ShouldHaveSingleItem().Rule.ShouldBe("people");
    }

    public void Dispose() => history.Dispose();

    private string Shared(int people)
    {
        var policy = history.PolicyText;
        foreach (var kind in (string[])["packages", "keys", "policy"])
            policy = policy.Replace($"  {kind}: [maintainer]\n", $"  {kind}:\n    roles: [maintainer]\n    people: {people}\n", StringComparison.Ordinal);
        return policy;
    }

    /// <summary>Commits files, one each, on a new branch, and goes back to main.</summary>
    private void Branch(string name, string start, string signer, params (string Path, string Text)[] files)
    {
        history.Git("checkout", "--quiet", "-b", name, start);
        foreach (var (path, text) in files)
            history.Change(path, signer, text);
        history.Git("checkout", "--quiet", "main");
    }

    private void Back(string? commit = null) => history.Git("reset", "--quiet", "--hard", commit ?? rule);

    private void Forget() => history.Git("config", "--local", "--unset", "imgrep.authenticated");

    private void ShouldLack(string commit, string path, string reason) => history.ShouldRefuse(commit, path, "people", reason);

    private Dictionary<string, string> Variables() => new() { ["IMGREP_STORE"] = history.Store, ["GNUPGHOME"] = history.Gnupg.Path };
}
