using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Trust.Signatures;

/// <summary>The signed bytes of a signature of one image: JSON as containers-signature(5) has it, with the claim in a member of
/// <c>optional</c> (docs/formats/signatures.md).</summary>
/// <param name="Tag">What stands after the name in the signed reference; null for none.</param>
public sealed record ImageSignature(Claim Claim, string? Tag)
{
    /// <summary>What <c>critical.type</c> must say.</summary>
    public const string Type = "atomic container signature";

    /// <exception cref="MalformedSignatureException">It is not exactly what the format says.</exception>
    public static ImageSignature Parse(ReadOnlyMemory<byte> bytes)
    {
        var root = SignedJson.Parse(bytes);
        var critical = root.Object("critical");
        var (image, identity) = (critical.Object("image"), critical.Object("identity"));
        if (critical.Text("type") is var type && type != Type)
            throw critical.Wrong("type", type, Type);
        var digest = Digest.TryParse(image.Text("docker-manifest-digest"), out var parsed) ? parsed
            : throw image.Wrong("docker-manifest-digest", image.Text("docker-manifest-digest"), "a sha256 digest");
        var (package, tag) = ParseReference(identity);
        var optional = root.Object("optional");
        foreach (var strict in (SignedJson[])[root, critical, image, identity])
            strict.RefuseOthers();
        if (optional.Has("timestamp"))
            optional.Seconds("timestamp");
        if (optional.Has("creator"))
            optional.Text("creator");
        return new ImageSignature(ParseClaim(optional, package, digest), tag);
    }

    /// <summary>Whether a reference may end with it.</summary>
    public static bool IsTag(string tag) => ImageReference.IsTag(tag);

    /// <param name="creator">Which program signs, like <c>imgrep 0.1.0</c>.</param>
    public ImmutableArray<byte> Write(string creator, DateTimeOffset at) => CanonicalJson.Write(new JsonObject
    {
        ["critical"] = new JsonObject
        {
            ["identity"] = new JsonObject { ["docker-reference"] = PackageName.Namespace + Claim.Package + (Tag is null ? "" : ":" + Tag) },
            ["image"] = new JsonObject { ["docker-manifest-digest"] = Claim.Image.ToString() },
            ["type"] = Type,
        },
        ["optional"] = new JsonObject { ["creator"] = creator, ["timestamp"] = at.ToUnixTimeSeconds(), ["imgrep"] = WriteClaim() },
    });

    private JsonObject WriteClaim() => Claim is { Kind: ClaimKind.Rebuilt, Workshop: { } workshop, Recipe: { } recipe }
        ? new JsonObject
        {
            ["claim"] = "rebuilt",
            ["recipe"] = recipe.ToString(),
            ["builder"] = workshop.Builder,
            ["version"] = workshop.Version,
            ["cpu"] = workshop.CpuVendor,
            ["distribution"] = workshop.Distribution,
            ["kernel"] = workshop.Kernel,
        }
        : new JsonObject { ["claim"] = "copied" };

    private static (PackageName Package, string? Tag) ParseReference(SignedJson identity)
    {
        var reference = identity.Text("docker-reference");
        var colon = reference.IndexOf(':', StringComparison.Ordinal);
        var (name, tag) = colon < 0 ? (reference, null) : (reference[..colon], reference[(colon + 1)..]);
        return name.StartsWith(PackageName.Namespace, StringComparison.Ordinal) && PackageName.TryParse(name[PackageName.Namespace.Length..], out var package)
            && (tag is null || ImageReference.IsTag(tag))
            ? (package, tag)
            : throw identity.Wrong("docker-reference", reference, $"{PackageName.Namespace}NAME or {PackageName.Namespace}NAME:TAG");
    }

    /// <summary>A signature by another program says nothing about how the signer came to the image: that confirms no more than a copy.</summary>
    private static Claim ParseClaim(SignedJson optional, PackageName package, Digest image)
    {
        if (!optional.Has("imgrep"))
            return new Claim(package, image, ClaimKind.Copied);
        var claim = optional.Object("imgrep");
        var kind = claim.Text("claim");
        if (kind is not ("rebuilt" or "copied"))
            throw claim.Wrong("claim", kind, "rebuilt or copied");
        var parsed = kind == "copied" ? new Claim(package, image, ClaimKind.Copied)
            : new Claim(package, image, ClaimKind.Rebuilt,
                Digest.TryParse(claim.Text("recipe"), out var recipe) ? recipe : throw claim.Wrong("recipe", claim.Text("recipe"), "a sha256 digest"),
                new Workshop(claim.Text("builder"), claim.Text("version"), claim.Text("cpu"), claim.Text("distribution"), claim.Text("kernel")));
        claim.RefuseOthers();
        if (parsed.Workshop is { } workshop && WorkshopText.Problem(workshop) is { } problem)
            throw new MalformedSignatureException($"{claim.Place}: {problem}");
        return parsed;
    }
}
