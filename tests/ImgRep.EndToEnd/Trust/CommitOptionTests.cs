namespace ImgRep.EndToEnd.Trust;

/// <summary>What <c>--commit</c> says to somebody in a clone whose git knows nothing of them yet.</summary>
public sealed class CommitOptionTests : IDisposable
{
    private readonly GnupgHome ofAlice = new();
    private readonly GnupgHome ofBob = new();
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-commit-").FullName;
    private readonly string clone;

    public CommitOptionTests()
    {
        clone = Path.Combine(folder, "clone");
        ofAlice.NewKey("alice");
        ofBob.NewKey("bob");
        File.WriteAllText(Path.Combine(folder, "bob.asc"), ofBob.Export("bob"));
        Imgrep.Run(Imgrep.Launcher, ["init", "tree", "--name", "Alice Example"], folder, Variables("alice")).ExitCode.ShouldBe(0);
        Git("alice", folder, "clone", "--quiet", "tree", "clone");
    }

    [Needs("gpg", "git", "bwrap")]
    public void Who_git_does_not_know_is_told_how_to_introduce_themselves_before_anything_is_written()
    {
        Imgrep.Run(Imgrep.Launcher, ["reproduce"], clone, Variables("alice")).ExitCode.ShouldBe(0);
        foreach (var command in (string[][])[AddBob, ["keys", "set", "alice", "--name", "Alice E", "--commit"], ["sign", "--commit"]])
        {
            var outcome = Run("nobody", command);
            outcome.ExitCode.ShouldBe(4, outcome.ToString());
            outcome.Errors.ShouldBe($"imgrep: error: commit to {clone}: git does not know who you are\n"
                + "    git config --global user.name 'YOUR NAME'\n    git config --global user.email YOU@EXAMPLE.ORG\n");
            Git("alice", clone, "status", "--porcelain").ShouldBe("");
        }
        Run("alice", "sign", "--commit").ExitCode.ShouldBe(0);
    }

    [Needs("gpg", "git", "bwrap")]
    public void A_commit_that_lacks_the_signature_that_it_needs_is_warned_of_with_what_mends_it()
    {
        var added = Run("alice", AddBob);
        added.ExitCode.ShouldBe(0, added.ToString());
        added.Errors.ShouldContain("warning: the commit is not signed, so that imgrep authenticate refuses it; before you push it:\n"
            + "    git config commit.gpgSign true\n    git commit --amend -S --no-edit\n");
        Run("alice", "authenticate").ExitCode.ShouldBe(3);
        foreach (var advice in added.Errors.Split('\n').Where(line => line.StartsWith("    git ", StringComparison.Ordinal)))
            Git("alice", clone, advice.Trim().Split(' ')[1..]);
        Run("alice", "authenticate").ExitCode.ShouldBe(0);
        var set = Run("alice", "keys", "set", "bob", "--left", "2030-01-01", "--commit");
        set.ExitCode.ShouldBe(0, set.ToString());
        set.Errors.ShouldNotContain("warning");

        // Signatures prove themselves.
        Git("alice", clone, "config", "commit.gpgSign", "false");
        Imgrep.Run(Imgrep.Launcher, ["reproduce"], clone, Variables("alice")).ExitCode.ShouldBe(0);
        var signed = Run("alice", "sign", "--commit");
        signed.ExitCode.ShouldBe(0, signed.ToString());
        signed.Errors.ShouldNotContain("warning");
        Run("alice", "authenticate").ExitCode.ShouldBe(0);
        Run("alice", "sign", "--commit").Errors.ShouldBe("nothing new to sign: alice has confirmed what was built here before\nnothing to commit\n");
    }

    [Needs("gpg", "git")]
    public void What_git_refuses_to_commit_is_committed_by_the_command_that_is_named()
    {
        var hook = Path.Combine(clone, ".git/hooks/pre-commit");
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        File.WriteAllText(hook, "#!/bin/sh\necho not now >&2\necho perhaps later >&2\nexit 1\n");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var refused = Run("alice", AddBob);
        refused.ExitCode.ShouldBe(4, refused.ToString());
        refused.Errors.ShouldContain(": not now\n    perhaps later\n"
            + "    what was written stays; to commit it: git add keys && git commit --message 'keys: add a key of bob' keys\n");
        File.Delete(hook);
        Imgrep.Run("sh", ["-c", refused.Errors.Split("to commit it: ")[1]], clone, Variables("alice")).ExitCode.ShouldBe(0);
        Git("alice", clone, "status", "--porcelain").ShouldBe("");
    }

    [Needs("gpg", "git", "bwrap")]
    public void Who_is_not_in_the_tree_yet_sends_their_key_to_a_maintainer()
    {
        Imgrep.Run(Imgrep.Launcher, ["reproduce"], clone, Variables("bob")).ExitCode.ShouldBe(0);
        var refused = Run("bob", "sign", "--commit");
        refused.ExitCode.ShouldBe(2, refused.ToString());
        refused.Errors.ShouldBe($"keys/people.yaml: error: nobody in keys/people.yaml holds {ofBob.FingerprintOf("bob")}\n"
            + "    send the public key to a maintainer, as imgrep's docs/become-a-signer.md says; once it is in the tree: git pull\n");
    }

    public void Dispose()
    {
        Run("alice", "clean", "--sources");
        ofAlice.Dispose();
        ofBob.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string[] AddBob =>
        ["keys", "add", Path.Combine(folder, "bob.asc"), "--person", "bob", "--name", "Bob Example", "--organisation", "Other Ltd", "--role", "reviewer", "--commit"];

    private Outcome Run(string person, params string[] arguments) => Imgrep.Run(Imgrep.Launcher, arguments, clone, Variables(person));

    private string Git(string person, string place, params string[] arguments)
    {
        var outcome = Imgrep.Run("git", arguments, place, Variables(person));
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output;
    }

    /// <param name="person">Whom git knows; nobody has the keys of alice.</param>
    private Dictionary<string, string> Variables(string person)
    {
        var variables = new Dictionary<string, string>((person == "bob" ? ofBob : ofAlice).Variables)
        {
            ["IMGREP_STORE"] = Path.Combine(folder, "store"),
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_COUNT"] = person == "nobody" ? "1" : "3",
            // Else git may think of a name for everybody.
            ["GIT_CONFIG_KEY_0"] = "user.useConfigOnly",
            ["GIT_CONFIG_VALUE_0"] = "true",
        };
        foreach (var (index, setting, value) in person == "nobody" ? Array.Empty<(int, string, string)>()
            : [(1, "user.name", person), (2, "user.email", $"{person}@example.org")])
        {
            variables[$"GIT_CONFIG_KEY_{index}"] = setting;
            variables[$"GIT_CONFIG_VALUE_{index}"] = value;
        }
        return variables;
    }
}
