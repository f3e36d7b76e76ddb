namespace ImgRep.EndToEnd.Trust;

/// <summary>A tree of one's own, from nothing: what is made, in which order, and that nothing half-made is left behind.</summary>
public sealed class BeginningTests : IDisposable
{
    private readonly GnupgHome gnupg = new();
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-begin-").FullName;

    [Needs("gpg", "git", "bwrap")]
    public void A_new_tree_reproduces_its_package_is_signed_and_verified_and_its_history_is_authenticated()
    {
        gnupg.NewKey("alice");
        var begun = Run(folder, "init", "tree", "--name", "Alice Example", "--organisation", "Example Ltd");
        begun.ExitCode.ShouldBe(0, begun.ToString());
        var tree = Path.Combine(folder, "tree");
        Git(tree, "rev-list", "--max-parents=0", "HEAD").Output.ShouldBe(begun.Output);
        Git(tree, "status", "--porcelain").Output.ShouldBe("");
        foreach (var command in (string[][])[["authenticate"], ["authenticate", "--since", begun.Output.Trim()], ["keys", "check"], ["check"], ["reproduce"],
            ["test"], ["sign"], ["verify"]])
        {
            var outcome = Run(tree, command);
            outcome.ExitCode.ShouldBe(0, $"{string.Join(' ', command)}: {outcome}");
        }
        // What is committed next is signed without being asked for.
        Git(tree, "add", "signatures");
        Git(tree, "commit", "--quiet", "--message", "hello: rebuilt").ExitCode.ShouldBe(0);
        Run(tree, "authenticate").ExitCode.ShouldBe(0);

        var again = Run(folder, "init", "tree");
        again.ExitCode.ShouldBe(2, again.ToString());
        again.Errors.ShouldContain("tree: error: it is not empty");
        Git(tree, "status", "--porcelain").Output.ShouldBe("");
        Run(tree, "clean", "--sources");
    }

    [Needs("gpg", "git")]
    public void A_policy_that_asks_for_others_says_who_is_missing_and_where_to_publish()
    {
        gnupg.NewKey("alice");
        Git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "hub.git");
        var begun = Run(folder, "init", "tree", "--name", "Alice Example", "--people", "3", "--organisations", "4", "--remote", "hub.git");
        begun.ExitCode.ShouldBe(0, begun.ToString());
        string[] next = [.. begun.Errors.Split("next:\n")[1].TrimEnd().Split('\n').Select(line => line.Trim())];
        next[0].ShouldStartWith("cd tree && imgrep keys add FILE --person ID --commit  ");
        next[0].ShouldEndWith(": 3 more people, of 3 other organisations, at least");
        next[1..].Select(line => line.Split("  ")[0]).ShouldBe(["imgrep reproduce", "imgrep sign --commit", "git push", "imgrep verify"]);
        var tree = Path.Combine(folder, "tree");
        Git(tree, "push", "--quiet").ExitCode.ShouldBe(0);
        Git(folder, "clone", "--quiet", "hub.git", "clone").ExitCode.ShouldBe(0);
        Git(Path.Combine(folder, "clone"), "rev-parse", "HEAD").Output.ShouldBe(Git(tree, "rev-parse", "origin/main").Output);
        var verified = Run(tree, "verify");
        verified.ExitCode.ShouldBe(3, verified.ToString());
        verified.Errors.ShouldContain("nobody can meet this: it asks for 3 people, keys/people.yaml has 1 with a key that counts today\n    add people with imgrep keys add");
        verified.Errors.ShouldContain("nobody can meet this: it asks for 4 organisations, keys/people.yaml has 1");

        Git(folder, "init", "--quiet", "--bare", "empty.git");
        Git(folder, "clone", "--quiet", "empty.git", "empty");
        var twice = Run(folder, "init", "empty", "--name", "Alice Example", "--remote", "hub.git");
        twice.ExitCode.ShouldBe(2, twice.ToString());
        twice.Errors.ShouldContain("its remote 'origin' is ");
        Run(folder, "init", "other", "--remote", "--upload-pack=x").ExitCode.ShouldBe(2);
        Directory.Exists(Path.Combine(folder, "other")).ShouldBeFalse();
    }

    [Needs("git", "ssh-keygen", "bwrap")]
    public void An_SSH_key_signs_commits_and_an_empty_repository_is_used_as_it_is()
    {
        var key = Path.Combine(folder, "id");
        Imgrep.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key], "/").ExitCode.ShouldBe(0);
        Git(folder, "init", "--quiet", "--initial-branch=trunk", "tree");
        var tree = Path.Combine(folder, "tree");
        var begun = Run(tree, "init", "--key", key + ".pub", "--name", "Ada L", "--person", "ada");
        begun.ExitCode.ShouldBe(0, begun.ToString());
        begun.Errors.ShouldContain("gpg --quick-generate-key");
        Git(tree, "symbolic-ref", "--short", "HEAD").Output.ShouldBe("trunk\n");
        Run(tree, "authenticate").ExitCode.ShouldBe(0);
    }

    [Needs("gpg", "git")]
    public void What_goes_wrong_leaves_nothing_behind()
    {
        gnupg.NewKey("alice");
        gnupg.NewKey("bob");
        Refused(2, "there are 2 keys");
        Refused(2, "there is no secret key of that name", "--key", "carol");
        Refused(2, "there is no public key to read", "--key", "none.pub");
        Refused(2, "'Al ice' cannot name a person", "--key", "alice@example.org", "--person", "Al ice");
        Refused(2, "no short name can be made of", "--key", "alice@example.org", "--name", "Ελένη");
        Refused(2, "organisation", "--key", "alice@example.org", "--name", "alice", "--organisation", "Ελένη");
        Refused(4, "gpg", variables: ("GPG", "/nonexistent"));
        // A card that is not there: the key is known, and cannot sign.
        var card = Path.Combine(folder, "card");
        File.WriteAllText(card, "#!/bin/sh\ncase \" $* \" in *' -bsau '*) echo 'no card' >&2; exit 2;; esac\nexec gpg \"$@\"\n");
        File.SetUnixFileMode(card, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Refused(4, "sign a commit with the key", ["--key", "alice@example.org"], ("GPG_SIGN", card));
        // Without its agent gpg knows of no secret.
        gnupg.Run(null, "--list-keys");
        File.AppendAllText(Path.Combine(gnupg.Path, "gpg.conf"), "no-autostart\n");
        gnupg.EndAgent();
        Refused(4, "gpg has no secret key that can be used", "--key", "alice@example.org");
    }

    [Needs("gpg", "git", "bwrap")]
    public void On_a_tree_without_keys_what_asks_for_signatures_says_how_to_begin_and_that_works()
    {
        using var tree = new SmallTree(Path.Combine(folder, "small"));
        tree.Write(".gitignore", "/store/\n/out/\n");
        Git(tree.Root, "init", "--quiet");
        Git(tree.Root, "add", "--all");
        Git(tree.Root, "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", "a tree").ExitCode.ShouldBe(0);
        foreach (var command in (string[])["verify", "sign", "authenticate"])
        {
            var outcome = Run(tree.Root, command);
            outcome.ExitCode.ShouldBe(3, outcome.ToString());
            outcome.Errors.ShouldBe("imgrep: error: nobody has signed this tree yet: it has no keys/people.yaml and no policy.yaml\n    begin with: imgrep keys begin\n    "
                + "then: imgrep reproduce && imgrep sign\n");
        }
        gnupg.NewKey("alice");
        tree.Write("unrelated", "stays as it is, uncommitted\n");
        var begun = Run(tree.Root, "keys", "begin", "--name", "Alice Example");
        begun.ExitCode.ShouldBe(0, begun.ToString());
        Git(tree.Root, "status", "--porcelain").Output.ShouldBe("?? unrelated\n");
        Run(tree.Root, "authenticate").ExitCode.ShouldBe(0);
        Run(tree.Root, "keys", "check").ExitCode.ShouldBe(0);
        Run(tree.Root, "keys", "begin").ExitCode.ShouldBe(2);
    }

    public void Dispose()
    {
        gnupg.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Refused(int exitCode, string message, params string[] options) => Refused(exitCode, message, options, null);

    private void Refused(int exitCode, string message, (string, string) variables) => Refused(exitCode, message, [], variables);

    private void Refused(int exitCode, string message, string[] options, (string Name, string Value)? variable)
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        foreach (var place in exitCode == 4 ? (string[])["new/deep", empty] : ["new/deep"])
        {
            var outcome = Run(folder, variable, ["init", place, .. options]);
            outcome.ExitCode.ShouldBe(exitCode, outcome.ToString());
            outcome.Errors.ShouldContain(message);
            outcome.Output.ShouldBe("");
        }
        Directory.EnumerateFileSystemEntries(empty).ShouldBeEmpty();
        Directory.Exists(Path.Combine(folder, "new")).ShouldBeFalse();
    }

    private Outcome Run(string place, params string[] arguments) => Run(place, null, arguments);

    private Outcome Run(string place, (string Name, string Value)? variable, string[] arguments)
    {
        var variables = Variables();
        if (variable is { } set)
            variables[set.Name] = set.Value;
        return Imgrep.Run(Imgrep.Launcher, arguments, place, variables);
    }

    private Outcome Git(string place, params string[] arguments) => Imgrep.Run("git", arguments, place, Variables());

    private Dictionary<string, string> Variables() => new(gnupg.Variables)
    {
        ["IMGREP_STORE"] = Path.Combine(folder, "store"),
        // Nothing of what git of this machine is told.
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_COUNT"] = "1",
        ["GIT_CONFIG_KEY_0"] = "user.email",
        ["GIT_CONFIG_VALUE_0"] = "test@example.org",
        ["GIT_AUTHOR_NAME"] = "test",
        ["GIT_COMMITTER_NAME"] = "test",
    };
}
