using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Git;

/// <summary>A commit of some paths of a tree, whatever else is changed or staged there, with the user's own git: its identity, its signing, its hooks.</summary>
/// <param name="IsSigned">Whether git was configured to sign it; nobody has verified how.</param>
public sealed record PathCommit(string Id, bool IsSigned)
{
    /// <summary>Whether git could commit to a tree, for those who first write what they commit.</summary>
    /// <exception cref="EnvironmentException">The tree is in no repository, or git does not know who its user is.</exception>
    public static void ThrowIfImpossible(Checkout tree, CancellationToken cancellation)
    {
        if (GitProgram.Run(tree.Root, cancellation, "rev-parse", "--is-inside-work-tree") is var (_, isInside, errors) && isInside != "true")
            throw new EnvironmentException("commit to", tree.Root, errors.Length > 0 ? errors : "it is no work tree of git", "clone the tree with git");
        foreach (var identity in (string[])["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"])
        {
            if (GitProgram.Run(tree.Root, cancellation, "var", identity).Code != 0)
                throw new EnvironmentException("commit to", tree.Root, "git does not know who you are",
                    "git config --global user.name 'YOUR NAME'\ngit config --global user.email YOU@EXAMPLE.ORG");
        }
    }

    /// <param name="paths">Relative to the tree; those that are nowhere are left out.</param>
    /// <returns>Null if nothing changed.</returns>
    /// <exception cref="EnvironmentException">git does not do it.</exception>
    public static PathCommit? Run(Checkout tree, IEnumerable<string> paths, string message, CancellationToken cancellation)
    {
        string[] changed = [.. paths.Where(path => Must("look at", "status", "--porcelain", "--", path).Length > 0)];
        if (changed.Length == 0)
            return null;
        Must("add to", ["add", "--all", "--", .. changed]);
        Must("commit to", ["commit", "--quiet", "--message", message, "--", .. changed]);
        var id = Must("look at", "rev-parse", "HEAD");
        using var objects = new GitObjects(tree.Root, cancellation);
        return new PathCommit(id, objects.Read(id, "commit", GitCommit.Largest) is { } bytes && GitCommit.Parse(id, bytes).Signature.Length > 0);

        string Must(string operation, params string[] arguments) => GitProgram.Run(tree.Root, cancellation, arguments) is var (code, output, errors) && code == 0 ? output
            : throw new EnvironmentException(operation, $"the repository {tree.Root}", errors,
                $"what was written stays; to commit it: git add {string.Join(' ', paths)} && git commit --message '{message}' {string.Join(' ', paths)}");
    }
}
