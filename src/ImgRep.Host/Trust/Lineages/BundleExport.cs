using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust.Signing;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.Lineages;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Statements;

namespace ImgRep.Host.Trust.Lineages;

/// <summary>Makes statements of a lineage that others can check with nothing but the keys of the tree: of each image its provenance, then what people have signed.</summary>
/// <param name="Images">How many statements are about images.</param>
/// <param name="Confirmations">How many are what people have signed.</param>
public sealed record BundleExport(ImmutableArray<DsseEnvelope> Envelopes, int Images, int Confirmations)
{
    /// <param name="sources">The tree's table of what the source archive has.</param>
    /// <exception cref="RejectedInputException">Of an image it is not known what it is, or what it was made of.</exception>
    public static BundleExport Create(Checkout tree, SourceTable sources, Lineage lineage)
    {
        var provenance = lineage.Images.Reverse().Select(image => SlsaProvenance.Write(State(image, sources), null)).ToList();
        var confirmations = Confirm(tree, lineage).Select(statement => statement.Write()).ToList();
        return new BundleExport(
            [.. provenance.Concat(confirmations).Select(statement => new DsseEnvelope(SlsaProvenance.PayloadType, statement.AsMemory(), []))],
            provenance.Count, confirmations.Count);
    }

    /// <summary>The same, each envelope with a signature of whoever exports it.</summary>
    public async Task<BundleExport> SignAsync(SigningKey key, CancellationToken cancellation)
    {
        var signed = ImmutableArray.CreateBuilder<DsseEnvelope>(Envelopes.Length);
        foreach (var envelope in Envelopes)
        {
            var armored = await new Signer(key).SignDetachedAsync(DsseEnvelope.Encode(envelope.Type, envelope.Payload.Span), cancellation);
            signed.Add(envelope with { Signatures = [new DsseSignature(key.Primary.Hex, Armor.Decode(armored, Armor.Signature))] });
        }
        return this with { Envelopes = signed.MoveToImmutable() };
    }

    /// <summary>The file: an envelope a line.</summary>
    public byte[] ToBytes() => [.. Envelopes.SelectMany(envelope => (IEnumerable<byte>)[.. envelope.Write(), (byte)'\n'])];

    private static StatedImage State(LineageImage image, SourceTable sources)
    {
        if (image.Image is null || image.Routes.Any(route => route.Recipes.IsEmpty))
        {
            throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole(DigestsFile.Path), "not-built", $"what {image.Package} comes to, or what it is made of, is not known", $"imgrep build {image.Package} --update"));
        }
        var index = PlatformOf(image);
        return new StatedImage(
            image.Package, image.Image, ImmutableSortedDictionary<string, string>.Empty,
            [.. image.Routes.Select(route => new StatedRoute(
                route.Route.Name, route.Route.File, route.Recipes[index], [.. route.Route.Sources.Select(source => StatedSource.Create(source, sources))]))]);
    }

    /// <summary>The platform that people have built it for; the first there is, where nobody has.</summary>
    private static int PlatformOf(LineageImage image)
    {
        var confirmed = image.Confirmations.Select(said => said.Claim.Recipe).ToHashSet();
        return Enumerable.Range(0, image.Routes[0].Recipes.Length).FirstOrDefault(index => image.Routes.Any(route => confirmed.Contains(route.Recipes[index].Key)));
    }

    /// <summary>As few signatures as say all that counts; those against it too.</summary>
    private static IEnumerable<ConfirmationStatement> Confirm(Checkout tree, Lineage lineage)
    {
        var said = lineage.Images.SelectMany(image => image.Confirmations.Concat(image.Dissents)).ToLookup(claim => claim.File, StringComparer.Ordinal);
        var packages = lineage.Images.Select(image => image.Package).ToHashSet();
        var images = lineage.Images.Select(image => (image.Package, image.Image)).ToHashSet();
        var covered = new HashSet<(string Person, Claim Claim)>();
        // Manifests first: one has many claims under one signature.
        foreach (var found in new SignatureTree(tree, packages).Read().Found.OrderBy(found => found is FoundManifest ? 0 : 1))
        {
            var isNew = said[found.File].Sum(claim => covered.Add((claim.Person, claim.Claim)) ? 1 : 0) > 0;
            if (isNew)
                yield return ConfirmationStatement.Create(
                    said[found.File].Select(claim => (claim.Claim.Package, claim.Claim.Image)).Where(subject => images.Contains((subject.Package, subject.Image))), found.Signed);
        }
    }
}
