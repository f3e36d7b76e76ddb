using ImgRep.Host.Checkouts;

namespace ImgRep.Host.Trust;

/// <summary>Nobody has begun to sign the tree. That is an answer, not a mistake in the tree.</summary>
public sealed class UnsignedTreeException() : Exception("nobody has signed this tree yet: it has no keys/people.yaml and no policy.yaml")
{
    public static void ThrowIfUnsigned(Checkout tree)
    {
        if (UnsignedTree.Is(tree))
            throw new UnsignedTreeException();
    }
}
