namespace ImgRep.EndToEnd.Trust.History;

public sealed class MergeTests : IDisposable
{
    private readonly SignedHistory history = new();

    public MergeTests()
    {
        history.Git("checkout", "--quiet", "-b", "other");
        history.Change("packages/zlib/patch", "gpg:carol");
        history.Git("checkout", "--quiet", "main");
        history.Change("packages/zlib/note", "alice");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_merge_is_signed_by_who_might_have_made_both_sides_changes()
    {
        history.Merge("other", "alice");
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void An_unsigned_merge_is_refused_for_each_side()
    {
        var merge = history.Merge("other", null);
        history.Read().Refusals.Select(refusal => (refusal.Commit, refusal.Path, refusal.Rule))
            .ShouldBe([(merge, "packages/zlib/patch", "unsigned"), (merge, "packages/zlib/note", "unsigned")], ignoreOrder: true);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_merge_is_signed_even_if_it_brings_nothing_but_signatures_for_it_says_what_came_first()
    {
        history.Git("checkout", "--quiet", "-b", "confirmed");
        history.Change("signatures/one", null);
        history.Git("checkout", "--quiet", "main");
        history.Change("signatures/other", null);
        var merge = history.Merge("confirmed", null);
        history.Read().Refusals.Select(refusal => (refusal.Commit, refusal.Rule)).ShouldBe([(merge, "unsigned"), (merge, "unsigned")]);
        history.Git("reset", "--hard", "--quiet", "HEAD^1");
        history.Merge("confirmed", "robot");
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_merge_smuggles_nothing_in_that_neither_side_has()
    {
        history.Git("merge", "--quiet", "--no-commit", "--no-ff", "other");
        history.Write("policy.yaml", history.PolicyText + "# evil\n");
        var merge = history.Commit("bob");
        history.Read().Refusals.Count(refusal => refusal.Commit == merge && refusal.Path == "policy.yaml" && refusal.Rule == "role").ShouldBe(2);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_merge_does_not_take_a_revocation_back()
    {
        history.Git("checkout", "--quiet", "other");
        history.Change("keys/people.yaml", "alice", history.People.Replace("roles: [reviewer]", "roles: [reviewer]\n    left: 2020-01-01", StringComparison.Ordinal));
        history.Git("checkout", "--quiet", "main");
        // The tree of the first parent: nothing is changed there, but who left on the other side is back.
        var merge = history.Merge("other", "bob", "-s", "ours");
        history.ShouldRefuse(merge, "keys/people.yaml", "key", "bob, who left on 2020-01-01T00:00:00Z");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_merge_cannot_use_a_key_that_one_side_does_not_have()
    {
        history.Git("checkout", "--quiet", "other");
        history.Change("keys/people.yaml", "alice", history.People + history.Entry("mallory", "maintainer"));
        history.Git("checkout", "--quiet", "main");
        var merge = history.Merge("other", "mallory");
        history.ShouldRefuse(merge, "keys/people.yaml", "key",
            $"compared with its parent {history.Git("rev-parse", "HEAD^1")}: made by the key {history.SshKey("mallory")}, which nobody");
    }

    public void Dispose() => history.Dispose();
}
