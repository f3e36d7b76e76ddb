using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Git;

/// <summary>Writes git's configuration of one repository.</summary>
public static class LocalSettings
{
    private const string Origin = "remote.origin.url";

    /// <summary>Commits there are signed from now on; what git does not know of its user is noted, too.</summary>
    public static void SignCommits(Checkout tree, CommitAuthor author, GitIdentity known, CancellationToken cancellation)
    {
        Set(tree, "commit.gpgSign", "true", cancellation);
        if (known.Name is null)
            Set(tree, "user.name", author.Name, cancellation);
        if (known.Email is null)
            Set(tree, "user.email", author.Email, cancellation);
        if (known.Key != author.Key)
            Set(tree, "user.signingKey", author.Key, cancellation);
        if ((known.KeyFormat ?? "openpgp") != author.KeyFormat)
            Set(tree, "gpg.format", author.KeyFormat, cancellation);
    }

    /// <exception cref="RejectedInputException">It already knows where it is published.</exception>
    public static void RefuseRemote(Checkout tree, CancellationToken cancellation)
    {
        if (GitProgram.Run(tree.Root, cancellation, "config", "--local", "--get", Origin) is (0, var url, _))
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(tree.Root), "new-tree", $"its remote 'origin' is {url} already", "leave out --remote"));
    }

    /// <summary>The checked-out branch is pushed to a repository elsewhere and pulled from it, as after <c>git push -u origin</c>. Nothing is sent there.</summary>
    /// <param name="url">As git takes it; a folder from where this program was started.</param>
    public static void Follow(Checkout tree, string url, CancellationToken cancellation)
    {
        if (GitProgram.Run(tree.Root, cancellation, "symbolic-ref", "HEAD") is not (0, var branch, _))
            throw new EnvironmentException("read the branch of", tree.Root, "none is checked out");
        Set(tree, Origin, Disk.IsFolder(url) ? Disk.FullPath(url) : url, cancellation);
        Set(tree, "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*", cancellation);
        var name = branch["refs/heads/".Length..];
        Set(tree, $"branch.{name}.remote", "origin", cancellation);
        Set(tree, $"branch.{name}.merge", branch, cancellation);
    }

    private static void Set(Checkout tree, string setting, string value, CancellationToken cancellation)
    {
        if (GitProgram.Run(tree.Root, cancellation, "config", "--local", setting, value) is (not 0, _, var errors))
            throw new EnvironmentException("write to the configuration of", tree.Root, errors);
    }
}
