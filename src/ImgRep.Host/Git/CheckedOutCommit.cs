using System.Globalization;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;
using ImgRep.Primitives;

namespace ImgRep.Host.Git;

/// <summary>The commit that is checked out, of which nothing that matters was changed since.</summary>
/// <param name="Date">The committer's.</param>
public sealed record CheckedOutCommit(string Id, DateTimeOffset Date)
{
    /// <param name="paths">What must be as the commit has it, files that git ignores too.</param>
    /// <exception cref="RejectedInputException">A file is another one than the commit has.</exception>
    /// <exception cref="EnvironmentException">There is no commit.</exception>
    public static CheckedOutCommit Read(Checkout tree, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        if (GitProgram.Run(tree.Root, cancellation, "rev-parse", "--show-prefix") is (0, { Length: > 0 } prefix, _))
            throw new EnvironmentException("read the commit of", tree.Root, $"the tree is the folder {prefix} of a repository", "keep the tree at the root of its repository");
        if (Run(tree, ["show", "--no-patch", "--no-show-signature", "--format=%H %ct", "HEAD"], cancellation).Split(' ') is not [var id, var seconds])
            throw new EnvironmentException("read the commit of", tree.Root, "git shows none", "git log says more");
        var changed = Run(
            tree, ["-c", "core.fsmonitor=false", "status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored", "--no-renames", "--", .. paths], cancellation);
        return changed.Length == 0
            ? new CheckedOutCommit(id, DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(long.Parse(seconds, CultureInfo.InvariantCulture), 0, uint.MaxValue)))
            : throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole(changed.Split('\0')[0][3..]), "not-committed", $"it is not what the commit {id} has",
                "commit or remove it: what is made of a commit is made of nothing else"));
    }

    private static string Run(Checkout tree, string[] arguments, CancellationToken cancellation)
    {
        var (code, output, errors) = GitProgram.Run(tree.Root, cancellation, arguments);
        return code == 0 ? output : throw new EnvironmentException("read the commit of", tree.Root, errors.Split('\n')[0], "work in a clone, and commit first");
    }
}
