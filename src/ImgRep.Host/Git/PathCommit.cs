using ImgRep.Host.Checkouts;

namespace ImgRep.Host.Git;

/// <summary>Commits some paths of a tree, whatever else is changed or staged there, with the user's own git: its identity, its signing, its hooks.</summary>
public static class PathCommit
{
    /// <param name="paths">Relative to the tree; those that are nowhere are left out.</param>
    /// <returns>The commit; null if nothing changed.</returns>
    /// <exception cref="EnvironmentException">git does not do it.</exception>
    public static string? Run(Checkout tree, IEnumerable<string> paths, string message, CancellationToken cancellation)
    {
        string[] changed = [.. paths.Where(path => Must("look at", "status", "--porcelain", "--", path).Length > 0)];
        if (changed.Length == 0)
            return null;
        Must("add to", ["add", "--all", "--", .. changed]);
        Must("commit to", ["commit", "--quiet", "--message", message, "--", .. changed]);
        return Must("look at", "rev-parse", "HEAD");

        string Must(string operation, params string[] arguments) => GitProgram.Run(tree.Root, cancellation, arguments) is var (code, output, errors) && code == 0 ? output
            : throw new EnvironmentException(
                operation, $"the repository {tree.Root}", string.Join("; ", errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), "git commit says more");
    }
}
