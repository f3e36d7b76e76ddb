using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Artifacts;

/// <summary>What a registry holds that is no image (OCI image-spec 1.1, guidelines for artifact usage).</summary>
public static class Artifact
{
    /// <summary>The artifact whose layer is a file that recipes name by its hash.</summary>
    public const string SourceType = "application/vnd.imgrep.source.v1";

    /// <summary>The artifact whose configuration is what a seed is made of, and whose layer is its tree.</summary>
    public const string SeedType = "application/vnd.imgrep.seed.v1";

    /// <summary>The artifact whose annotations say what a recipe gave.</summary>
    public const string RecordType = "application/vnd.imgrep.record.v1";

    /// <summary>The artifact whose configuration lists what a step changed, and whose layer has the contents of its files.</summary>
    public const string StepType = "application/vnd.imgrep.step.v1";

    private const string Bytes = "application/octet-stream";

    /// <summary>What stands where there is nothing to say: the two bytes <c>{}</c>.</summary>
    public static ImmutableArray<byte> Empty { get; } = [.. "{}"u8];

    private static Descriptor EmptyDescriptor { get; } = new("application/vnd.oci.empty.v1+json", Digest.Compute(Empty.AsSpan()), Empty.Length);

    /// <summary>A source; the manifest needs the blob <see cref="Empty"/> beside it.</summary>
    public static ImmutableArray<byte> OfSource(Digest source, long size) => Write(SourceType, EmptyDescriptor, new Descriptor(Bytes, source, size));

    /// <param name="text">What the seed is made of, as the file that pins it has it.</param>
    public static ImmutableArray<byte> OfSeed(ReadOnlySpan<byte> text, LayerDescriptor layer) =>
        Write(SeedType, new Descriptor(SeedType, Digest.Compute(text), text.Length), new Descriptor(MediaTypes.Layer, layer.Digest, layer.Size));

    /// <param name="image">What the annotations are about.</param>
    internal static ImmutableArray<byte> OfAnnotations(string type, Descriptor image, IEnumerable<KeyValuePair<string, string>> annotations) =>
        Write(type, EmptyDescriptor, EmptyDescriptor, new JsonObject
        {
            ["annotations"] = Json(annotations),
            ["subject"] = Json(image),
        });

    internal static ImmutableArray<byte> OfStep(Descriptor listing, LayerDescriptor contents, IEnumerable<KeyValuePair<string, string>> annotations) =>
        Write(StepType, listing, new Descriptor(MediaTypes.Layer, contents.Digest, contents.Size), new JsonObject { ["annotations"] = Json(annotations) });

    private static ImmutableArray<byte> Write(string type, Descriptor configuration, Descriptor layer, JsonObject? more = null)
    {
        var manifest = more ?? [];
        manifest["artifactType"] = type;
        manifest["config"] = Json(configuration);
        manifest["layers"] = new JsonArray(Json(layer));
        manifest["mediaType"] = MediaTypes.Manifest;
        manifest["schemaVersion"] = 2;
        return CanonicalJson.Write(manifest);
    }

    private static JsonObject Json(IEnumerable<KeyValuePair<string, string>> annotations) =>
        new(annotations.Select(annotation => KeyValuePair.Create(annotation.Key, (JsonNode?)annotation.Value)));

    private static JsonObject Json(Descriptor descriptor) => new()
    {
        ["digest"] = descriptor.Digest.ToString(),
        ["mediaType"] = descriptor.MediaType,
        ["size"] = descriptor.Size,
    };
}
