using ImgRep.Host;

namespace ImgRep.EndToEnd.Trust.History;

public sealed class AuthenticatedHistoryTests : IDisposable
{
    private readonly SignedHistory history = new();

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_each_may_change_and_has_signed_is_authenticated()
    {
        history.Change("packages/zlib/Containerfile", "gpg:carol");
        history.Change("digests", "robot");
        history.Change("src/tool", "bob");
        history.Change("signatures/anything", null);
        var read = history.Read();
        read.Refusals.ShouldBeEmpty();
        read.Checked.ShouldBe(5);
        read.Introduction.ShouldBe(history.Introduction);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void An_unsigned_commit_is_refused_wherever_it_lies()
    {
        var unsigned = history.Change("packages/zlib/patch", null);
        history.Change("packages/zlib/patch", "alice", "mended\n");
        history.ShouldRefuse(unsigned, "packages/zlib/patch", "unsigned", "it is not signed");
    }

    [Theory]
    [InlineData("packages/zlib/Containerfile", "bob", "policy.yaml lets maintainer change packages, bob is reviewer")]
    [InlineData("keys/people.yaml", "robot", "policy.yaml lets maintainer change keys, robot is ci")]
    [InlineData("policy.yaml", "bob", "policy.yaml lets maintainer change policy, bob is reviewer")]
    [InlineData("digests", "bob", "policy.yaml lets maintainer or ci change digests, bob is reviewer")]
    [InlineData("imgrep", "robot", "policy.yaml lets maintainer or reviewer change tool, robot is ci")]
    public void Who_lacks_the_role_is_refused(string path, string who, string reason)
    {
        var text = path switch { "keys/people.yaml" => history.People + "# more\n", "policy.yaml" => history.PolicyText + "# more\n", _ => "changed\n" };
        var commit = history.Change(path, who, text);
        history.ShouldRefuse(commit, path, "role", reason);
        history.Read().Refusals[0].Key.ShouldBe($"{who}'s key {history.SshKey(who)}");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Every_kind_of_change_in_one_commit_needs_its_role()
    {
        history.Write("src/tool", "fine for bob\n");
        var commit = history.Change("packages/zlib/patch", "bob");
        history.ShouldRefuse(commit, "packages/zlib/patch", "role", "bob is reviewer");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_key_that_the_parent_has_removed_is_refused()
    {
        history.Change("keys/people.yaml", "alice", $"people:\n{history.Entry("alice", "maintainer")}{history.Entry("robot", "ci")}"
            + $"{history.People[history.People.IndexOf("  carol", StringComparison.Ordinal)..]}");
        history.ShouldRefuse(history.Change("src/tool", "bob"), "src/tool", "key", "which nobody in keys/people.yaml holds");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_key_cannot_allow_the_commit_that_adds_it()
    {
        var added = history.People + history.Entry("mallory", "maintainer");
        var commit = history.Change("keys/people.yaml", "mallory", added);
        history.ShouldRefuse(commit, "keys/people.yaml", "key", "which nobody in keys/people.yaml holds");
        history.Git("reset", "--hard", "--quiet", history.First);
        history.Change("keys/people.yaml", "gpg:carol", added);
        history.Change("packages/zlib/patch", "mallory");
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_policy_cannot_allow_the_commit_that_changes_it()
    {
        history.Write("policy.yaml", history.PolicyText.Replace("packages: [maintainer]", "packages: [reviewer]", StringComparison.Ordinal));
        history.Write("packages/zlib/patch", "changed\n");
        var commit = history.Commit("bob");
        history.Read().Refusals.Select(refusal => (refusal.Commit, refusal.Path, refusal.Rule))
            .ShouldBe([(commit, "packages/zlib/patch", "role"), (commit, "policy.yaml", "role")], ignoreOrder: true);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Keys_that_nobody_can_go_on_from_are_refused_where_they_begin()
    {
        var commit = history.Change("keys/people.yaml", "alice", "people: nobody\n");
        history.ShouldRefuse(commit, "keys/people.yaml", "unreadable", "keys/people.yaml:1:9: error: 'people' is no mapping");
    }

    [Theory]
    [InlineData("policy.yaml", "policy.yaml", "policy.yaml: it is missing")]
    [InlineData("keys/people.yaml", "keys/people.yaml", "keys/people.yaml: error: nobody is known: it is missing")]
    [InlineData("keys", "keys/people.yaml", "keys/people.yaml: error: nobody is known: it is missing")]
    public void What_takes_the_rules_away_is_refused_and_so_is_what_follows(string removed, string path, string reason)
    {
        history.Git("rm", "--quiet", "-r", removed);
        var commit = history.Commit("alice");
        var refusal = history.Read(since: history.Introduction).Refusals.ShouldHaveSingleItem();
        (refusal.Commit, refusal.Path, refusal.Rule).ShouldBe((commit, path, "unreadable"));
        refusal.Reason.ShouldContain(reason);
        var next = history.Change("src/tool", "alice");
        history.Read(since: history.Introduction).Refusals.Select(refusal => (refusal.Commit, refusal.Rule)).ShouldBe([(commit, "unreadable"), (next, "parent")]);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_key_behind_a_link_is_no_key()
    {
        var file = Path.Combine(history.Root, $"keys/{history.Gnupg.FingerprintOf("carol")}.asc");
        File.Move(file, Path.Combine(history.Root, "elsewhere"));
        File.CreateSymbolicLink(file, "../elsewhere");
        var commit = history.Commit("alice");
        var refusal = history.Read().Refusals.ShouldHaveSingleItem();
        (refusal.Commit, refusal.Rule).ShouldBe((commit, "unreadable"));
        refusal.Reason.ShouldContain("it is no file");
    }

    [Theory]
    [InlineData("compromised", "2027-01-01", "is compromised")]
    [InlineData("superseded", "2026-02-01", "was superseded on 2026-02-01")]
    public void A_key_that_was_revoked_signs_nothing_more(string reason, string since, string problem)
    {
        var revoked = history.People.Replace($"      - ssh: {history.SshKey("bob")}\n",
            $"      - ssh: {history.SshKey("bob")}\n        revoked: {since}\n        reason: {reason}\n", StringComparison.Ordinal);
        history.Change("keys/people.yaml", "alice", revoked);
        history.ShouldBeGood();
        history.Write("src/tool", "changed\n");
        history.ShouldRefuse(history.Commit("bob", date: "2026-01-15T00:00:00Z"), "src/tool", "key", problem);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_a_key_signed_before_it_was_removed_stays_good()
    {
        history.Change("src/tool", "bob");
        history.Change("keys/people.yaml", "alice", history.People.Replace("roles: [reviewer]", "roles: [reviewer]\n    left: 2020-01-01", StringComparison.Ordinal));
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void An_openpgp_key_that_had_expired_is_refused()
    {
        var old = history.Gnupg.NewKey("dora", expires: "20260301T000000");
        history.Write($"keys/{old}.asc", history.Gnupg.Export(old));
        history.Change("keys/people.yaml", "alice", history.People
            + $"  dora:\n    name: dora\n    organisation: dora\n    roles: [maintainer]\n    keys:\n      - fingerprint: {old}\n");
        history.ShouldBeGood();
        // Real git and gpg, but with a clock that was turned back.
        history.Write("gpg-then", $"#!/bin/sh\nexec gpg --faked-system-time 20260201T000000 \"$@\"\n");
        history.Run("chmod", ["+x", "gpg-then"]);
        history.Git("add", "--all");
        history.Git("-c", $"gpg.program={history.Root}/gpg-then", "-c", $"user.signingkey={old}!", "commit", "--quiet", "-S", "-m", "late");
        history.ShouldRefuse(history.Head, "gpg-then", "key", "which had expired on 2026-03-01T00:00:00Z");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Commits_of_the_future_are_refused()
    {
        history.Write("src/tool", "changed\n");
        history.ShouldRefuse(history.Commit("alice", date: "2050-01-01T00:00:00Z"), "src/tool", "date", "it is dated in the future");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_was_found_is_remembered_for_its_introduction_only()
    {
        history.Change("src/tool", "bob");
        history.Read().Checked.ShouldBe(2);
        history.Read().Checked.ShouldBe(0);
        history.Change("src/tool", "alice", "again\n");
        history.Read().Checked.ShouldBe(1);
        history.Read(since: history.First).Checked.ShouldBe(2);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_is_remembered_never_covers_another_branch()
    {
        history.Change("src/tool", "bob");
        history.ShouldBeGood();
        history.Git("checkout", "--quiet", "-b", "other", history.First);
        var unsigned = history.Change("src/tool", null, "evil\n");
        history.Git("checkout", "--quiet", "main");
        history.Merge("other", "alice", "-s", "ours");
        history.Read().Refusals.Select(refusal => refusal.Commit).ShouldBe([unsigned]);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_shallow_clone_is_told_from_a_bad_history()
    {
        history.Change("src/tool", "bob");
        history.Change("src/tool", "alice", "again\n");
        var clone = history.Root + "-shallow";
        history.Run("git", ["clone", "--quiet", "--depth", "1", $"file://{history.Root}", clone]);
        Should.Throw<EnvironmentException>(() => history.Read(root: clone)).Message.ShouldContain("this is a shallow clone");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void The_command_says_commit_path_key_and_rule()
    {
        var commit = history.Change("packages/zlib/patch", "bob");
        var refused = Imgrep.Run(Imgrep.Launcher, ["authenticate"], history.Root, new Dictionary<string, string> { ["IMGREP_STORE"] = history.Store });
        refused.ExitCode.ShouldBe(3, refused.ToString());
        refused.Output.ShouldBe($"{commit}: refused (role): packages/zlib/patch: bob's key {history.SshKey("bob")}: policy.yaml lets maintainer change packages, bob is reviewer\n"
            + $"{commit}: not authenticated\n");
        var good = Imgrep.Run(Imgrep.Launcher, ["authenticate", "HEAD~1", "--since", history.Introduction, "--json"], history.Root,
            new Dictionary<string, string> { ["IMGREP_STORE"] = history.Store });
        good.ExitCode.ShouldBe(0, good.ToString());
        good.Output.ShouldContain("\"authenticated\": true");
    }

    public void Dispose() => history.Dispose();
}
