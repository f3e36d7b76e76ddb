using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Git.Objects;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Trust.History;

/// <summary>The repository that a tree is a checkout of, and what it was introduced with.</summary>
internal sealed class Repository : IDisposable
{
    private const string Introduction = "imgrep.introduction";
    private readonly string root;
    private readonly CancellationToken cancellation;

    /// <exception cref="EnvironmentException">There is none.</exception>
    public Repository(Checkout tree, CancellationToken cancellation)
    {
        (root, this.cancellation) = (tree.Root, cancellation);
        var (code, prefix, errors) = GitProgram.Run(root, cancellation, "rev-parse", "--show-prefix");
        if (code != 0)
            throw new EnvironmentException("read the history of", root, errors.Split('\n')[0], "clone the tree with git");
        if (prefix.Length > 0)
            throw new EnvironmentException("read the history of", root, $"the tree is the folder {prefix} of a repository", "keep the tree at the root of its repository");
        Objects = new GitObjects(root, cancellation);
    }

    public GitObjects Objects { get; }

    /// <summary>The introduction that this clone was first authenticated from; null before that.</summary>
    public string? RememberedIntroduction => Remembered(root, Introduction, cancellation);

    /// <summary>The commit up to which this clone was authenticated last; null before that.</summary>
    public string? RememberedTip => Remembered(root, GitLog.AuthenticatedSetting, cancellation);

    /// <summary>Remembers what this clone has seen: from now on nothing less is believed here.</summary>
    public void Remember(string introduction, string tip)
    {
        if (RememberedIntroduction != introduction)
            Write(Introduction, introduction);
        if (RememberedTip != tip)
            Write(GitLog.AuthenticatedSetting, tip);
    }

    /// <exception cref="MalformedObjectException">It is no commit in the form that git writes.</exception>
    /// <exception cref="EnvironmentException">It is not here.</exception>
    public GitCommit Commit(string id) => GitCommit.Parse(id, Objects.Read(id, "commit", GitCommit.Largest) ?? throw Missing("commit", id));

    /// <inheritdoc cref="Commit"/>
    public GitTree Tree(string id)
    {
        var bytes = Objects.Read(id, "tree", GitTree.Largest) ?? throw Missing("tree", id);
        return bytes.Length == 0 ? GitTree.Empty : GitTree.Parse(bytes, id.Length / 2);
    }

    /// <inheritdoc cref="Commit"/>
    public byte[] Blob(string id, int largest) => Objects.Read(id, "blob", largest) ?? throw Missing("file", id);

    /// <summary>Whether the clone that a tree is knows where its history begins.</summary>
    public static bool KnowsIntroduction(Checkout tree, CancellationToken cancellation) => Remembered(tree.Root, Introduction, cancellation) is not null;

    private static string? Remembered(string root, string setting, CancellationToken cancellation) =>
        GitProgram.Run(root, cancellation, "config", "--local", "--get", setting) is (0, var id, _) && ObjectId.IsId(id) ? id : null;

    private void Write(string setting, string id)
    {
        if (GitProgram.Run(root, cancellation, "config", "--local", setting, id) is (not 0, _, var errors))
            throw new EnvironmentException("write to the configuration of", root, errors);
    }

    public void Dispose() => Objects.Dispose();

    /// <summary>Whether what is missing was never fetched.</summary>
    public bool IsShallow => GitLog.IsShallow(root, cancellation);

    public EnvironmentException Missing(string what, string id) => IsShallow
        ? new("read the history of", root, $"the {what} {id} is missing: this is a shallow clone", "git fetch --unshallow")
        : new("read the history of", root, $"the {what} {id} is missing", "git fsck says more; a partial clone gets it with git fetch --refetch --no-filter");
}
