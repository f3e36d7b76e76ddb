using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ImgRep.Primitives;

namespace ImgRep.Images.Configuration;

/// <summary>The manifest blob of an image (OCI image-spec 1.1, manifest.md); its digest is the image's.</summary>
public sealed record Manifest(Descriptor Configuration, ImmutableArray<Descriptor> Layers)
{
    /// <summary>More layers than any kernel puts into one overlay.</summary>
    private const int MaximumLayers = 512;

    /// <summary>The canonical bytes.</summary>
    public ImmutableArray<byte> ToJson() => CanonicalJson.Write(new JsonObject
    {
        ["config"] = Json(Configuration),
        ["layers"] = new JsonArray([.. Layers.Select(Json)]),
        ["mediaType"] = MediaTypes.Manifest,
        ["schemaVersion"] = 2,
    });

    /// <summary>Reads an OCI manifest, or Docker's (schema 2), which has the same members.</summary>
    /// <param name="document">What messages call it.</param>
    /// <exception cref="RejectedInputException">It is no manifest of an image.</exception>
    public static Manifest Parse(ReadOnlyMemory<byte> json, string document)
    {
        var manifest = JsonInput.Parse(json, document);
        if (manifest.Required("schemaVersion").Size() != 2)
            throw manifest.Rejected("only schemaVersion 2 is known");
        // One that is an index as well is another image to those who read it as one (image-spec 1.1, manifest.md).
        if (manifest.Member("manifests") is not null)
            throw manifest.Rejected("it has manifests, so it is an index too");
        var layers = manifest.Items("layers").Take(MaximumLayers + 1).Select(Descriptor.Read).ToImmutableArray();
        return layers.Length <= MaximumLayers
            ? new Manifest(Descriptor.Read(manifest.Required("config")), layers)
            : throw manifest.Rejected($"it names more than {MaximumLayers} layers");
    }

    private static JsonObject Json(Descriptor descriptor) => new()
    {
        ["digest"] = descriptor.Digest.ToString(),
        ["mediaType"] = descriptor.MediaType,
        ["size"] = descriptor.Size,
    };
}
