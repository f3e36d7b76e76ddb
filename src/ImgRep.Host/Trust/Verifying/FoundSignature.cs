using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.Verifying;

/// <summary>A signature file that does not count, and why.</summary>
/// <param name="File">Relative to the tree.</param>
public sealed record Rejection(string File, string Reason);

/// <summary>A signature that was read but not verified. What it signs is parsed only after that.</summary>
/// <param name="File">Relative to the tree.</param>
internal abstract record FoundSignature(string File, SignedData Signed)
{
    /// <summary>What it claims, once it is known that <paramref name="signer"/> made it.</summary>
    /// <exception cref="MalformedSignatureException">It is not in its format, or does not belong where it lies.</exception>
    public abstract IEnumerable<Claim> Claims(Person signer);

    /// <summary>Why it claims nothing, once it is known that <paramref name="signer"/> made it; null if it does.</summary>
    public string? ProblemOf(Person signer)
    {
        try
        {
            _ = Claims(signer).Count();
            return null;
        }
        catch (MalformedSignatureException malformed)
        {
            return malformed.Message;
        }
    }

    protected static MalformedSignatureException WrongOwner(string owner, Person signer) => new($"it lies in the folder of {owner}, but {signer.Id} signed it");
}

/// <param name="Owner">Whose folder it lies in.</param>
internal sealed record FoundManifest(string File, SignedData Signed, string Owner) : FoundSignature(File, Signed)
{
    public override IEnumerable<Claim> Claims(Person signer) => signer.Id == Owner
        ? SignedClaims.Parse(Signed.Data.Span)
        : throw WrongOwner(Owner, signer);
}

/// <param name="Package">Of the folder's name.</param>
/// <param name="Image">Of the folder's name.</param>
/// <param name="Owner">Whose folder it lies in; null where it is numbered, among those of others.</param>
internal sealed record FoundImageSignature(string File, SignedData Signed, PackageName Package, Digest Image, string? Owner) : FoundSignature(File, Signed)
{
    public override IEnumerable<Claim> Claims(Person signer)
    {
        if (Owner is not null && Owner != signer.Id)
            throw WrongOwner(Owner, signer);
        var claim = ImageSignature.Parse(Signed.Data).Claim;
        if (claim.Package != Package)
            throw new MalformedSignatureException($"it is for imgrep/{claim.Package}, its folder is imgrep/{Package}'s");
        return claim.Image == Image ? [claim] : throw new MalformedSignatureException($"it is for {claim.Image}, its folder is {Image}'s");
    }
}
