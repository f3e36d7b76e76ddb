namespace ImgRep.EndToEnd.Trust;

/// <summary>Walks docs/your-own-tree.md and docs/become-a-signer.md word for word, as two people with a home of their own each.</summary>
public sealed class TwoPagesTests : IDisposable
{
    private const string Published = "https://git.example.org/images";

    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-pages-").FullName;
    private readonly GnupgHome ofAlice = new();
    private readonly GnupgHome ofBob = new();

    [Needs("gpg", "git", "bwrap", "buildah", "runc", Root = true)]
    public void From_nothing_to_a_quorum_of_two_people_two_organisations_and_two_builders_takes_twelve_commands()
    {
        var hub = Path.Combine(folder, "hub.git");
        Imgrep.Run("git", ["init", "--quiet", "--bare", "--initial-branch=main", hub], "/").ExitCode.ShouldBe(0);
        var typed = new List<string>();
        typed.AddRange(Walk("bob", "become-a-signer", "Your key"));
        File.Copy(Path.Combine(folder, "bob/bob.asc"), Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "alice")).FullName, "bob.asc"));
        typed.AddRange(Walk("alice", "your-own-tree", "Begin"));
        typed.AddRange(Walk("alice", "your-own-tree", "Add another person"));
        typed.AddRange(Walk("alice", "your-own-tree", "Confirm"));
        typed.AddRange(Walk("bob", "become-a-signer", "Confirm"));
        CountsBoth("bob");
        Commands(typed).ShouldBe(12, string.Join('\n', typed));

        Commands(Walk("alice", "your-own-tree", "Take what others have confirmed")).ShouldBe(4);
        CountsBoth("alice");
        // What was pushed is what anybody gets.
        Run("bob", $"rm -r images; git clone --quiet {Published}");
        CountsBoth("bob");
        var again = Run("alice", "cd images && imgrep sign --commit").Errors;
        again.ShouldContain("nothing new to sign: alice has confirmed what was built here before\nnothing to commit\n");
        // The image is there by now, made by another builder than the one that is asked for.
        var there = Run("alice", "cd images && imgrep build hello --no-archive --builder buildah").Errors;
        there.ShouldContain("hello: warning: its image was there already, built by embedded, so buildah built nothing\n");
        there.ShouldContain("    imgrep reproduce --builder buildah hello builds it again\n");
    }

    private void CountsBoth(string person) => Run(person, "cd images && imgrep authenticate && imgrep verify").Output.ShouldContain(
        "2 of 2 people (alice, bob), 2 of 2 organisations (Example Ltd, Other Ltd), 2 of 2 builders (buildah, embedded)");

    public void Dispose()
    {
        foreach (var person in (string[])["alice", "bob"])
            Run(person, "if cd images; then imgrep clean --sources; fi");
        ofAlice.Dispose();
        ofBob.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs the commands of a section in one shell, as long as all goes well; the folder stays for the next.</summary>
    private List<string> Walk(string person, string page, string heading)
    {
        var section = File.ReadAllText(Path.Combine(Imgrep.ProjectFolder, $"docs/{page}.md")).Split("\n## ")
            .Single(section => section.StartsWith(heading + "\n", StringComparison.Ordinal));
        var commands = section.Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim()).ToList();
        commands.ShouldNotBeEmpty();
        var enter = Directory.Exists(Path.Combine(folder, person, "images")) && !commands.Exists(IsEntering) ? "cd images\n" : "";
        Run(person, enter + string.Join('\n', commands));
        return commands;
    }

    private static int Commands(List<string> typed) => typed.Count(command => !IsEntering(command));

    private static bool IsEntering(string command) => command.StartsWith("cd ", StringComparison.Ordinal);

    private Outcome Run(string person, string script)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, person)).FullName;
        var gnupg = person == "alice" ? ofAlice : ofBob;
        File.WriteAllText(Path.Combine(gnupg.Path, "gpg.conf"), "pinentry-mode loopback\npassphrase-file /dev/null\nbatch\n");
        var outcome = Imgrep.Run("sh", ["-eu", "-c", $"imgrep() {{ \"{Imgrep.Launcher}\" \"$@\"; }}\n{script}"], home, new Dictionary<string, string>
        {
            ["GNUPGHOME"] = gnupg.Path,
            ["IMGREP_STORE"] = Path.Combine(folder, $"store-{person}"),
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_COUNT"] = "3",
            ["GIT_CONFIG_KEY_0"] = $"url.{folder}/hub.git.insteadOf",
            ["GIT_CONFIG_VALUE_0"] = Published,
            ["GIT_CONFIG_KEY_1"] = "user.name",
            ["GIT_CONFIG_VALUE_1"] = person == "alice" ? "Alice Example" : "Bob Example",
            ["GIT_CONFIG_KEY_2"] = "user.email",
            ["GIT_CONFIG_VALUE_2"] = $"{person}@example.org",
        });
        outcome.ExitCode.ShouldBe(0, $"{person}: {script}\n{outcome}");
        return outcome;
    }
}
