namespace ImgRep.EndToEnd.Trust.History;

/// <summary>What a clone was authenticated up to is not forgotten.</summary>
public sealed class SeenHistoryTests : IDisposable
{
    private readonly SignedHistory history = new();
    private readonly string before;

    public SeenHistoryTests()
    {
        before = history.Change("src/tool", "bob");
        history.Change("keys/people.yaml", "alice", history.People.Replace(
            $"      - ssh: {history.SshKey("bob")}\n", $"      - ssh: {history.SshKey("bob")}\n        revoked: 2026-02-01\n        reason: compromised\n",
            StringComparison.Ordinal));
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_history_that_is_older_than_what_was_seen_is_refused()
    {
        var seen = history.Head;
        history.Git("reset", "--hard", "--quiet", before);
        history.ShouldRefuse(before, "", "descent", $"it is older than {seen}, up to which this clone was authenticated before");
        history.Read(since: history.Introduction).Refusals.ShouldHaveSingleItem().Rule.ShouldBe("descent");
        history.Read(isApart: true).Refusals.ShouldBeEmpty("it is meant");
        history.Git("checkout", "--quiet", seen);
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_fork_by_a_key_that_was_seen_revoked_is_refused_even_as_a_branch()
    {
        var seen = history.Head;
        history.Git("reset", "--hard", "--quiet", before);
        history.Write("src/tool", "evil\n");
        var fork = history.Commit("bob", date: "2026-01-15T00:00:00Z");
        history.ShouldRefuse(fork, "", "descent", $"it does not come from {seen}");
        var refusal = history.Read(isApart: true).Refusals.ShouldHaveSingleItem();
        (refusal.Commit, refusal.Path, refusal.Rule).ShouldBe((fork, "src/tool", "key"));
        refusal.Reason.ShouldStartWith($"judged by {seen}, which this clone has authenticated: made by bob's key");
        // Where nobody has seen the revocation, nobody can know.
        history.Git("config", "--local", "--unset", "imgrep.authenticated");
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_branch_by_keys_that_still_count_is_good_and_does_not_take_the_place_of_what_was_seen()
    {
        var seen = history.Head;
        history.Git("checkout", "--quiet", "-b", "feature", before);
        history.Change("packages/zlib/patch", "alice");
        history.Read().Refusals.ShouldHaveSingleItem().Rule.ShouldBe("descent");
        history.Read(isApart: true).Refusals.ShouldBeEmpty();
        history.Git("config", "--local", "--get", "imgrep.authenticated").ShouldBe(seen);
        history.Git("checkout", "--quiet", "main");
        history.Merge("feature", "alice");
        history.ShouldBeGood();
        history.Git("config", "--local", "--get", "imgrep.authenticated").ShouldBe(history.Head);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_was_seen_and_is_not_here_any_more_is_left_out_too()
    {
        history.Git("config", "--local", "imgrep.authenticated", new string('a', 40));
        history.ShouldRefuse(history.Head, "", "descent", $"it does not come from {new string('a', 40)}");
    }

    public void Dispose() => history.Dispose();
}
