using System.Collections.Immutable;

namespace ImgRep.Trust.Signatures;

/// <summary>What a signed file of <c>signatures/manifests</c> claims: its first line says what it is.</summary>
public static class SignedClaims
{
    /// <exception cref="MalformedSignatureException">It is neither a manifest of hashes nor a disagreement.</exception>
    public static ImmutableArray<Claim> Parse(ReadOnlySpan<byte> bytes) => Disagreement.Is(bytes) ? [Disagreement.Parse(bytes).Claim] : ManifestOfHashes.Parse(bytes);
}
