using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;
using ImgRep.Primitives;

namespace ImgRep.Host.Git;

/// <summary>Begins a branch at the commit that is checked out; what is changed in the tree stays as it is.</summary>
public static class NewBranch
{
    /// <exception cref="RejectedInputException">It is no name of a branch, or there is one.</exception>
    public static void Begin(Checkout tree, string name, CancellationToken cancellation)
    {
        if (GitProgram.Run(tree.Root, cancellation, "switch", "--quiet", "--create", name, "--") is var (code, _, errors) && code != 0)
        {
            var reason = string.Join("; ", errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(name), "branch", reason, "name a new branch: the files are changed, and not committed"));
        }
    }
}
