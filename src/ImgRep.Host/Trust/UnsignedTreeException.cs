using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust;

/// <summary>Nobody has begun to sign the tree: it has neither keys nor a policy. That is an answer, not a mistake in the tree.</summary>
public sealed class UnsignedTreeException() : Exception("nobody has signed this tree yet: it has no keys/ and no policy.yaml")
{
    public static void ThrowIfUnsigned(Checkout tree)
    {
        if (!HasKeys(tree) && CheckoutFile.TypeOf(tree, PolicyFile.Path) is null)
            throw new UnsignedTreeException();
    }

    /// <summary>Keys of projects are nobody's who signs the tree.</summary>
    private static bool HasKeys(Checkout tree) => CheckoutFile.TypeOf(tree, KeyFolder.Name) switch
    {
        null => false,
        EntryType.Directory => CheckoutFile.ListFolder(tree, KeyFolder.Name) is not [(KeyFolder.Upstream, EntryType.Directory)],
        _ => true,
    };
}
