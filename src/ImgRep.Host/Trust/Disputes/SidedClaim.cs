using ImgRep.Host.Checkouts;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Disputes;
using ImgRep.Trust.Listings;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Disputes;

/// <summary>Where what is known of an image comes from.</summary>
public enum EvidenceSource
{
    /// <summary>There is a digest alone.</summary>
    None,

    /// <summary>Whoever says so has signed it.</summary>
    Published,

    /// <summary>This machine has the image.</summary>
    Store,
}

/// <summary>What somebody stands behind.</summary>
public sealed record SidedClaim(VerifiedClaim Said, EvidenceSource Source);

/// <summary>Finds what people stand behind, and what there is to compare of it.</summary>
/// <param name="signed">All that counts about the package.</param>
/// <param name="recipes">Those of the tree.</param>
internal sealed class SidedClaims(
    Checkout tree, ContentStore store, IReadOnlyCollection<VerifiedClaim> signed, RecipeKeys recipes, Digest committed, CancellationToken cancellation)
{
    private readonly LastWords words = new(signed, recipes, committed);

    /// <summary>What a person stands behind.</summary>
    /// <exception cref="RejectedInputException">Nothing.</exception>
    public SidedClaim Of(string person) =>
        Standing().Where(said => said.Person == person).MaxBy(said => said.SignedAt) is { } last ? Sided(last)
        : throw CheckoutDispute.Refused(person, signed.Any(said => said.Person == person && words.IsWithdrawn(said)) ? "they have withdrawn what they signed about it"
            : "they have signed nothing about what its present recipe comes to, or nothing that counts");

    /// <summary>The first who stands behind another image; null for nobody.</summary>
    public SidedClaim? Against(Digest image) => First(said => said.Claim.Image != image);

    /// <summary>Whom to compare somebody with: with the first who confirmed the committed image, or who stands for it with the first who does not.</summary>
    public SidedClaim? Other(SidedClaim? side, Digest committed) => side is not null && side.Said.Claim.Image == committed
        ? Against(committed) : First(said => said.Claim.Image == committed);

    public DisputeSide SideOf(SidedClaim? side)
    {
        var claim = side?.Said.Claim;
        var image = claim?.Image ?? committed;
        return new DisputeSide(side?.Said.Person ?? DigestsFile.Path, image, claim?.Recipe, side is not null && Published(side.Said) is { } published
            ? new Evidence(published.Configuration.Digest, published.Layer.Digest, published.Steps, published.Dated, published.Files) : Stored(image, claim?.Recipe));
    }

    private SidedClaim? First(Func<VerifiedClaim, bool> wanted) => Standing().Where(wanted)
        .OrderBy(said => said.SignedAt).ThenBy(said => said.Person, StringComparer.Ordinal).FirstOrDefault() is { } first ? Sided(first) : null;

    private IEnumerable<VerifiedClaim> Standing() =>
        signed.Where(said => said.Claim.Kind == ClaimKind.Rebuilt && recipes.Problem(said.Claim) is null && words.Stands(said));

    private SidedClaim Sided(VerifiedClaim said) => new(said, Published(said) is not null ? EvidenceSource.Published
        : store.Images.Has(said.Claim.Image) ? EvidenceSource.Store : EvidenceSource.None);

    /// <summary>The last disagreement that the same person signed about the same image of the same recipe.</summary>
    private Disagreement? Published(VerifiedClaim claim) => signed
        .Where(said => said.Person == claim.Person && said.Claim.Image == claim.Claim.Image && said.Claim.Recipe == claim.Claim.Recipe)
        .OrderByDescending(said => said.SignedAt).Select(Read).FirstOrDefault(read => read is not null);

    /// <summary>What was verified a moment ago, by its name.</summary>
    private Disagreement? Read(VerifiedClaim said) =>
        SignaturePlace.Parse(said.File) is ManifestSignaturePlace place && CheckoutFile.Read(tree, place.Manifest, Disagreement.Largest, out _) is { } bytes
            && Disagreement.Is(bytes) && Digest.Compute(bytes).Hex == Path.GetFileName(place.Manifest) ? Disagreement.Parse(bytes) : null;

    private Evidence? Stored(Digest image, Digest? recipe)
    {
        if (!store.Images.Has(image))
            return null;
        var found = store.Images.Find(image);
        var record = recipe is null ? null : store.Records.Find(recipe);
        var listed = new ListedTree(record?.Image == image ? new BuildDates(record.BuiltAt - record.Elapsed, record.BuiltAt) : null);
        var files = listed.List(store.Images.Content(image, cancellation).Tree, long.MaxValue);
        return new Evidence(found.ConfigurationDigest, found.Layer.Digest, record?.Image == image ? record.Steps : [], [.. listed.Dated], files);
    }
}
