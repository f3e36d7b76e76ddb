using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Layout;

/// <summary>The files beside the blobs of an image layout (OCI image-spec 1.1, image-layout.md).</summary>
internal static class LayoutFiles
{
    public const string NameAnnotation = "org.opencontainers.image.ref.name";

    public const string VersionPath = "oci-layout";
    public const string IndexPath = "index.json";
    public const string DockerManifestPath = "manifest.json";

    /// <summary>What Docker before 1.10 wrote; no image of ours has it.</summary>
    public const string RepositoriesPath = "repositories";

    public static string BlobPath(Digest digest) => $"blobs/sha256/{digest.Hex}";

    /// <summary><see cref="VersionPath"/></summary>
    public static ImmutableArray<byte> Version() => CanonicalJson.Write(new JsonObject { ["imageLayoutVersion"] = "1.0.0" });

    /// <summary><see cref="IndexPath"/></summary>
    public static ImmutableArray<byte> Index(CanonicalImage image, string name) => CanonicalJson.Write(new JsonObject
    {
        ["manifests"] = new JsonArray(new JsonObject
        {
            ["annotations"] = new JsonObject { [NameAnnotation] = name },
            ["digest"] = image.Digest.ToString(),
            ["mediaType"] = MediaTypes.Manifest,
            ["size"] = image.Manifest.Length,
        }),
        ["mediaType"] = MediaTypes.Index,
        ["schemaVersion"] = 2,
    });

    /// <summary><see cref="DockerManifestPath"/>, as <c>docker save</c> writes it.</summary>
    public static ImmutableArray<byte> DockerManifest(CanonicalImage image, string name) => CanonicalJson.Write(new JsonArray(new JsonObject
    {
        ["Config"] = BlobPath(image.ConfigurationDigest),
        ["Layers"] = new JsonArray(BlobPath(image.Layer.Digest)),
        ["RepoTags"] = new JsonArray(name),
    }));
}
