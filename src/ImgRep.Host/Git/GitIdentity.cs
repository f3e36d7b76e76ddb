using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;

namespace ImgRep.Host.Git;

/// <summary>What git knows of its user; null where it was not told.</summary>
/// <param name="KeyFormat">Of <paramref name="Key"/>: <c>openpgp</c> or <c>ssh</c>.</param>
public sealed record GitIdentity(string? Name, string? Email, string? Key, string? KeyFormat)
{
    public static GitIdentity Read(Checkout tree, CancellationToken cancellation)
    {
        return new GitIdentity(Get("user.name"), Get("user.email"), Get("user.signingkey"), Get("gpg.format"));

        string? Get(string setting) => GitProgram.Run(tree.Root, cancellation, "config", "--get", setting) is (0, { Length: > 0 } value, _) ? value : null;
    }
}
