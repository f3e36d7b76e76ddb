using ImgRep.Host.Checkouts;

namespace ImgRep.Host.Git;

/// <summary>Writes git's configuration of one repository.</summary>
public static class LocalSettings
{
    /// <summary>Commits there are signed from now on; what git does not know of its user is noted, too.</summary>
    public static void SignCommits(Checkout tree, CommitAuthor author, GitIdentity known, CancellationToken cancellation)
    {
        Set("commit.gpgSign", "true");
        if (known.Name is null)
            Set("user.name", author.Name);
        if (known.Email is null)
            Set("user.email", author.Email);
        if (known.Key != author.Key)
            Set("user.signingKey", author.Key);
        if ((known.KeyFormat ?? "openpgp") != author.KeyFormat)
            Set("gpg.format", author.KeyFormat);

        void Set(string setting, string value)
        {
            if (GitProgram.Run(tree.Root, cancellation, "config", "--local", setting, value) is (not 0, _, var errors))
                throw new EnvironmentException("write to the configuration of", tree.Root, errors);
        }
    }
}
