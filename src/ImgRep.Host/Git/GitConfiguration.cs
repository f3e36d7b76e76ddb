using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;

namespace ImgRep.Host.Git;

/// <summary>What git is told (git-config(1)).</summary>
internal static class GitConfiguration
{
    /// <summary>The OpenPGP key that git signs with, as gpg knows it; null if nothing says so, or if git signs otherwise.</summary>
    public static string? SigningKey(Checkout tree, CancellationToken cancellation) =>
        Get(tree.Root, "gpg.format", cancellation) is null or "openpgp" && Get(tree.Root, "user.signingKey", cancellation) is { Length: > 0 } key ? key : null;

    private static string? Get(string folder, string setting, CancellationToken cancellation) =>
        GitProgram.Run(folder, cancellation, "config", "--get", setting) is (0, var value, _) ? value : null;
}
