using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;

namespace ImgRep.Host.Trust.Verdicts;

/// <summary>For those who sign: which signatures need not be made again. Verifying knows nothing of signing, nor signing of verifying.</summary>
public static class CountingSignatures
{
    /// <param name="packages">Whose images' signatures matter; null for all.</param>
    /// <returns>The signature files that count, relative to the tree.</returns>
    public static async Task<IReadOnlySet<string>> ReadAsync(
        Checkout tree, KeyFolder keys, IReadOnlySet<PackageName>? packages, CancellationToken cancellation) =>
        (await VerifiedSignatures.ReadAsync(tree, keys, packages, DateTimeOffset.UtcNow, cancellation)).Counting;
}
