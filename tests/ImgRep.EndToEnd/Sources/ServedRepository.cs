namespace ImgRep.EndToEnd.Sources;

/// <summary>A repository that a server has, written with git's plumbing: also what no checkout would give.</summary>
internal sealed class ServedRepository
{
    private static readonly Dictionary<string, string> Author = new()
    {
        ["GIT_AUTHOR_NAME"] = "A",
        ["GIT_AUTHOR_EMAIL"] = "a@example.org",
        ["GIT_AUTHOR_DATE"] = "2020-01-01T00:00:00Z",
        ["GIT_COMMITTER_NAME"] = "A",
        ["GIT_COMMITTER_EMAIL"] = "a@example.org",
        ["GIT_COMMITTER_DATE"] = "2020-01-01T00:00:00Z",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
    };

    private readonly string folder;

    public ServedRepository(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        Git("init", "--quiet", "--bare");
    }

    /// <summary>Each entry as <c>MODE NAME</c> with its content, the id of a tree for a folder, or that of a commit for a submodule; a tag is put on it.</summary>
    public string Commit(string tag, params ReadOnlySpan<(string Entry, string Content)> entries) => CommitTree(tag, Tree(entries));

    public string CommitTree(string tag, string tree)
    {
        var commit = Git("commit-tree", "-m", "a", tree);
        Git("update-ref", $"refs/tags/{tag}", commit);
        return commit;
    }

    public string Tree(params ReadOnlySpan<(string Entry, string Content)> entries)
    {
        var lines = "";
        foreach (var (entry, content) in entries)
        {
            var (mode, name) = (entry[..6], entry[7..]);
            var (type, id) = mode switch
            {
                "040000" => ("tree", content),
                "160000" => ("commit", content),
                _ => ("blob", Run(["hash-object", "-w", "--stdin"], content)),
            };
            lines += $"{mode} {type} {id}\t{name}\n";
        }
        return Run(["mktree", "--missing"], lines);
    }

    public string Git(params string[] arguments) => Run(arguments, "");

    private string Run(string[] arguments, string input)
    {
        var outcome = Imgrep.Run("git", ["--git-dir=.", .. arguments], folder, Author, input);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output.Trim();
    }
}
