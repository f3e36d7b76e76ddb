using ImgRep.Host.Checkouts;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Verdicts;

/// <summary>Whether images of a tree's packages are confirmed, for who takes them from elsewhere. The tree is verified once, when the first is asked about.</summary>
/// <param name="trusted">People, or keys, that the user trusts.</param>
public sealed class ConfirmedImages(Checkout tree, IReadOnlyCollection<string> trusted)
{
    private readonly Lazy<Task<VerifiedCheckout>> verified = new(
        () => VerifiedCheckout.ReadAsync(tree, TrustRoot.Read(tree), null, trusted, DateTimeOffset.UtcNow, CancellationToken.None));

    /// <returns>What is missing, in words; null if nothing is.</returns>
    public async Task<string?> ProblemAsync(PackageName package, Digest image, CancellationToken cancellation)
    {
        var checkout = await verified.Value.WaitAsync(cancellation);
        var verdict = checkout.Judge(checkout.Root.Policy.Image, package, image);
        return verdict.IsMet ? null : $"missing {VerdictText.Missing(verdict)}";
    }
}
