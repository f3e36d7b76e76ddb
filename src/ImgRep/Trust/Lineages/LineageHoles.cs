using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Trust.Lineages;

/// <summary>What a lineage cannot answer for.</summary>
internal sealed class LineageHoles(
    ImmutableArray<LineageImage> images, ImmutableArray<LineageEdge> edges, IReadOnlyDictionary<string, LineageSeed> seeds, IReadOnlySet<Digest> repacks)
{
    /// <param name="isSigned">Whether there is anybody who could confirm something.</param>
    public IEnumerable<Hole> Find(bool isSigned) =>
    [
        .. isSigned ? (Hole[])[]
            : [new Hole(HoleKind.Unsigned, "keys", "nobody has signed this tree, so that nothing is confirmed: it has no keys/people.yaml and no policy.yaml")],
        .. images.SelectMany(image => OfImage(image, isSigned)),
        .. edges.Select(edge => edge.To).Distinct().Select(OfOrigin).OfType<Hole>(),
    ];

    private static IEnumerable<Hole> OfImage(LineageImage image, bool isSigned)
    {
        var package = image.Package.ToString();
        if (image.Image is null)
            yield return new Hole(HoleKind.NoDigest, package, $"{DigestsFile.Path} has no line for it");
        else if (isSigned && image.Confirmations.IsEmpty)
            yield return new Hole(HoleKind.Unconfirmed, package, "nobody whose word counts has rebuilt it from the recipe that the tree has");
        else if (image.IsMet == false)
            yield return new Hole(HoleKind.BelowPolicy, package, "it does not have the confirmations that policy.yaml asks for");
        foreach (var dissent in image.Dissents.Select(said => (said.Person, said.Claim.Image)).Distinct())
            yield return new Hole(HoleKind.Disputed, package, $"{dissent.Person} got {dissent.Image} from the same recipe");
    }

    private Hole? OfOrigin(Origin origin) => origin.Kind switch
    {
        OriginKind.Pinned => new Hole(HoleKind.Pinned, origin.Name, "it is named by its digest: what it was made of is not in this tree"),
        OriginKind.Seed => new Hole(HoleKind.Seed, origin.Name, seeds.GetValueOrDefault(origin.Name["seed/".Length..]) is { } seed
            ? $"others compiled it: {seed.Archives} binary packages of {seed.Suite}{(seed.Layer is null ? ", and it is not pinned" : "")}" : "seeds/ has no such file"),
        OriginKind.Source when repacks.Contains(origin.Digest!) => new Hole(HoleKind.Repack, origin.Name, "a distribution made this archive: upstream published another"),
        _ => null,
    };
}
