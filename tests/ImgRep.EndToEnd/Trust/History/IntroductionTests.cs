using ImgRep.Host;
using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Trust.History;

public sealed class IntroductionTests : IDisposable
{
    private readonly SignedHistory history = new();

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_rewritten_introduction_is_refused_by_who_has_seen_another()
    {
        history.ShouldBeGood();
        history.Git("checkout", "--quiet", "--orphan", "rewritten");
        history.Write("keys/people.yaml", $"people:\n{history.Entry("mallory", "maintainer")}");
        history.Git("rm", "--force", "--quiet", "--cached", "-r", "keys");
        Directory.EnumerateFiles(Path.Combine(history.Root, "keys"), "*.asc").ToList().ForEach(File.Delete);
        var introduction = history.Commit(null);
        history.Write("policy.yaml", history.PolicyText.Replace(history.Introduction, introduction, StringComparison.Ordinal));
        history.ShouldRefuse(history.Commit("mallory"), "policy.yaml", "introduction", $"this clone was authenticated from {history.Introduction}");
        history.Read(since: history.Introduction, isApart: true).Refusals.ShouldContain(refusal => refusal.Commit == introduction
            && refusal.Reason.StartsWith("it has no parent", StringComparison.Ordinal));
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Not_even_a_maintainer_changes_the_introduction()
    {
        var commit = history.Change("policy.yaml", "alice", history.PolicyText.Replace(history.Introduction, history.First, StringComparison.Ordinal));
        history.Read(since: history.Introduction).Refusals.Select(refusal => (refusal.Commit, refusal.Rule)).ShouldBe([(commit, "introduction")]);
    }

    [Theory]
    [InlineData("image:\n  people: 1\n", "policy.yaml does not say who may change policy: write it below change:")]
    [InlineData("image:\n  people: 1\nchange:\n  packages: [maintainer]\n  digests: [ci]\n  keys: [maintainer]\n  policy: [reviewer]\n  tool: [ci]\n",
        "nobody with a key in use is reviewer, and so nobody may change policy")]
    [InlineData("image: 1\n", "policy.yaml:1:8: error: ")]
    public void An_introduction_that_nobody_can_go_on_from_is_said_at_once_and_can_be_mended(string policy, string reason)
    {
        history.Git("checkout", "--quiet", "--orphan", "again");
        history.Write("keys/people.yaml", $"people:\n{history.Entry("alice", "maintainer")}");
        Directory.EnumerateFiles(Path.Combine(history.Root, "keys"), "*.asc").ToList().ForEach(File.Delete);
        history.Write("policy.yaml", policy);
        var first = history.Commit(null);
        history.Write("policy.yaml", $"introduction: {first}\n{policy}");
        history.Commit("alice");
        var refusal = history.Read(since: first).Refusals.ShouldHaveSingleItem();
        (refusal.Commit, refusal.Rule).ShouldBe((first, "dead-end"));
        refusal.Reason.ShouldContain(reason);

        history.Write("policy.yaml", history.PolicyText.Replace(history.Introduction, first, StringComparison.Ordinal));
        var mended = history.Commit("alice");
        history.Write("policy.yaml", history.PolicyText.Replace(history.Introduction, mended, StringComparison.Ordinal));
        history.Commit("alice");
        var read = history.Read();
        read.Refusals.ShouldBeEmpty();
        read.Introduction.ShouldBe(mended);
        // Only the first commit after it says so.
        history.Change("policy.yaml", "alice", history.PolicyText);
        history.Read(since: mended).Refusals.ShouldHaveSingleItem().Rule.ShouldBe("introduction");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Nobody_takes_the_last_one_away_who_can_go_on()
    {
        Directory.EnumerateFiles(Path.Combine(history.Root, "keys"), "*.asc").ToList().ForEach(File.Delete);
        var commit = history.Change("keys/people.yaml", "alice", $"people:\n{history.Entry("bob", "reviewer")}");
        history.Read(since: history.Introduction).Refusals.Select(refusal => (refusal.Commit, refusal.Rule)).ShouldBe([(commit, "dead-end")]);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_was_made_of_something_older_than_the_introduction_does_not_join()
    {
        var tip = history.Change("src/tool", "alice");
        history.Git("checkout", "--quiet", "-b", "old", history.Introduction);
        var old = history.Change("packages/zlib/patch", "alice");
        history.Git("checkout", "--quiet", "main");
        history.Merge("old", "alice");
        history.ShouldBeGood();
        var joined = history.Read(since: tip).Refusals.Where(refusal => refusal.Rule == "introduction").ShouldHaveSingleItem();
        (joined.Commit, joined.Reason).ShouldBe((old, $"its parent {history.Introduction} is older than the introduction {tip}: rebase what was made of it"));
        history.Read(history.First, since: tip).Refusals.ShouldHaveSingleItem().Reason.ShouldStartWith("it is older than the introduction");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void An_introduction_that_somebody_compared_is_remembered()
    {
        history.Read(since: history.Introduction).Refusals.ShouldBeEmpty();
        history.Git("config", "--local", "--get", "imgrep.introduction").ShouldBe(history.Introduction);
        history.Git("config", "--local", "--get", "imgrep.authenticated").ShouldBe(history.Head);
        // Whoever has seen one is not talked into another.
        history.Change("policy.yaml", "alice", history.PolicyText.Replace(history.Introduction, history.First, StringComparison.Ordinal));
        history.Read(since: history.First);
        history.Git("config", "--local", "--get", "imgrep.introduction").ShouldBe(history.Introduction);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Another_beginning_for_once_is_not_remembered()
    {
        history.Read(since: history.First).Refusals.ShouldBeEmpty();
        history.Git("config", "--local", "--default", "none", "--get", "imgrep.introduction").ShouldBe("none");
        history.ShouldBeGood();
        history.Git("config", "--local", "--get", "imgrep.introduction").ShouldBe(history.Introduction);
        // Whatever else stands there is no introduction.
        history.Git("config", "--local", "imgrep.introduction", "HEAD");
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_folder_without_a_history_of_its_own_is_told_so()
    {
        var apart = Directory.CreateTempSubdirectory("imgrep-apart-");
        try
        {
            Should.Throw<EnvironmentException>(() => history.Read(root: apart.FullName)).Hint.ShouldBe("clone the tree with git");
        }
        finally
        {
            apart.Delete();
        }
        Should.Throw<EnvironmentException>(() => history.Read(root: Path.Combine(history.Root,
            "packages"))).Message.ShouldContain("the tree is the folder packages/ of a repository");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Without_an_introduction_nothing_is_said()
    {
        Should.Throw<RejectedInputException>(() => history.Read(history.Introduction)).Message.ShouldContain("it names no introduction");
        Should.Throw<RejectedInputException>(() => history.Read(since: new string('0', 40))).Message.ShouldContain("there is no such commit here to begin with");
        Should.Throw<RejectedInputException>(() => history.Read("--help")).Message.ShouldContain("there is no such commit here");
    }

    public void Dispose() => history.Dispose();
}
