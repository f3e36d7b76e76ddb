using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ImgRep.Images;

/// <summary>The manifest blob of an image (OCI image-spec 1.1, manifest.md); its digest is the image's.</summary>
public sealed record Manifest(Descriptor Configuration, ImmutableArray<Descriptor> Layers)
{
    /// <summary>The canonical bytes.</summary>
    public ImmutableArray<byte> ToJson() => CanonicalJson.Write(new JsonObject
    {
        ["config"] = Json(Configuration),
        ["layers"] = new JsonArray([.. Layers.Select(Json)]),
        ["mediaType"] = MediaTypes.Manifest,
        ["schemaVersion"] = 2,
    });

    private static JsonObject Json(Descriptor descriptor) => new()
    {
        ["digest"] = descriptor.Digest.ToString(),
        ["mediaType"] = descriptor.MediaType,
        ["size"] = descriptor.Size,
    };
}
