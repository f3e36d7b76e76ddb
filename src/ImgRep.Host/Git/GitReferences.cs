using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;

namespace ImgRep.Host.Git;

/// <summary>The names of a repository's branches and tags.</summary>
public static class GitReferences
{
    /// <returns>None where there is no repository.</returns>
    /// <exception cref="EnvironmentException">There is no git.</exception>
    public static IEnumerable<string> List(Checkout tree)
    {
        var (code, names, _) = GitProgram.Run(tree.Root, CancellationToken.None, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags");
        return code == 0 ? names.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
    }
}
