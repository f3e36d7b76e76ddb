using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Verdicts;

/// <summary>For those who sign: what was signed so far, so that it need not be signed again. Verifying knows nothing of signing, nor signing of verifying.</summary>
public static class CountingSignatures
{
    /// <param name="packages">Whose images' signatures matter; null for all.</param>
    public static async Task<SaidBefore> ReadAsync(Checkout tree, KeyFolder keys, IReadOnlySet<PackageName>? packages, CancellationToken cancellation) =>
        (await VerifiedSignatures.ReadAsync(tree, keys, packages, DateTimeOffset.UtcNow, cancellation)).Said;
}
