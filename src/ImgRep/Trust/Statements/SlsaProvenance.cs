using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ImgRep.Building;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Statements;

/// <summary>An in-toto Statement v1 with SLSA provenance v1 about one image (docs/formats/statements.md). It holds no time and no number of
/// the run: whoever builds the same with the same builder says the same, byte for byte.</summary>
public static class SlsaProvenance
{
    /// <summary>What DSSE calls such a statement.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    public const string BuildType = "urn:imgrep:recipe:1";

    public const string StatementType = "https://in-toto.io/Statement/v1";
    public const string PredicateType = "https://slsa.dev/provenance/v1";

    /// <param name="workshop">Null where it is not this statement that says who built it, but the confirmations beside it.</param>
    public static ImmutableArray<byte> Write(StatedImage image, Workshop? workshop) => CanonicalJson.Write(new JsonObject
    {
        ["_type"] = StatementType,
        ["subject"] = new JsonArray(Resource("name", PackageName.Namespace + image.Package, image.Image)),
        ["predicateType"] = PredicateType,
        ["predicate"] = new JsonObject { ["buildDefinition"] = Definition(image), ["runDetails"] = Run(workshop) },
    });

    private static JsonObject Definition(StatedImage image) => new()
    {
        ["buildType"] = BuildType,
        ["externalParameters"] = new JsonObject { ["package"] = image.Package.ToString(), ["platform"] = image.Routes[0].Recipe.Platform.ToString() },
        ["internalParameters"] = new JsonObject
        {
            ["canonicalForm"] = Recipe.CanonicalForm,
            ["recipeVersion"] = Recipe.Version,
            ["sandbox"] = SandboxDigest.Current.ToString(),
            ["recipes"] = new JsonArray([.. image.Routes.Select(RecipeOf)]),
        },
        ["resolvedDependencies"] = new JsonArray([.. Dependencies(image)]),
    };

    private static JsonObject RecipeOf(StatedRoute route)
    {
        var recipe = new JsonObject
        {
            ["file"] = route.File,
            ["containerfile"] = route.Recipe.Containerfile.ToString(),
            ["evaluation"] = route.Recipe.Evaluation.ToString(),
            ["context"] = route.Recipe.Context.ToString(),
            ["images"] = new JsonObject(route.Recipe.Images.Select(used => KeyValuePair.Create(used.Key, (JsonNode?)used.Value.ToString()))),
            ["sources"] = new JsonArray([.. route.Recipe.Sources.Select(source => (JsonNode)source.ToString())]),
            ["key"] = route.Recipe.Key.ToString(),
        };
        if (route.Name is not null)
            recipe["route"] = route.Name;
        return recipe;
    }

    private static IEnumerable<JsonObject> Dependencies(StatedImage image) =>
        image.Routes.Select(route => (Kind: "name", Name: route.File, Digest: route.Recipe.Containerfile, Commit: (string?)null))
            .Concat(image.Routes.SelectMany(route => route.Recipe.Images).Select(used => (Kind: "name", Name: used.Key, Digest: used.Value, Commit: (string?)null)))
            .Concat(Sources(image).Where(source => source.Repack is null)
                .Select(source => (Kind: "uri", Name: source.Request.Url.AbsoluteUri, source.Request.Digest, source.Request.Commit)))
            .Distinct().OrderBy(part => part.Kind, StringComparer.Ordinal).ThenBy(part => part.Name, StringComparer.Ordinal).ThenBy(part => part.Digest)
            .ThenBy(part => part.Commit, StringComparer.Ordinal).Select(part => Dependency(part.Kind, part.Name, part.Digest, part.Commit))
            .Concat(Sources(image).Where(source => source.Repack is not null).OrderBy(source => source.Repack!.Name, StringComparer.Ordinal).Select(Repack));

    private static IEnumerable<StatedSource> Sources(StatedImage image) => image.Routes.SelectMany(route => route.Sources).Distinct();

    /// <summary>What upstream's URL would identify are other bytes.</summary>
    private static JsonObject Repack(StatedSource source)
    {
        var resource = Resource("name", source.Repack!.Name, source.Request.Digest);
        resource["annotations"] = new JsonObject
        {
            ["archivePackage"] = $"{source.Repack.Package} {source.Repack.Version}",
            ["repackOf"] = source.Request.Url.AbsoluteUri,
        };
        return resource;
    }

    private static JsonObject Dependency(string kind, string name, Digest digest, string? commit)
    {
        var resource = Resource(kind, name, digest);
        if (commit is not null)
            resource["digest"]!["gitCommit"] = commit;
        // The digest of an image is that of its manifest, a seed's that of its layer.
        if (kind == "name" && (IsSeed(name) || name.StartsWith(PackageName.Namespace, StringComparison.Ordinal)))
            resource["mediaType"] = IsSeed(name) ? MediaTypes.Layer : MediaTypes.Manifest;
        return resource;
    }

    /// <summary>Whether a recipe means a seed by a name.</summary>
    public static bool IsSeed(string name) => name.StartsWith("seed/", StringComparison.Ordinal);

    private static JsonObject Run(Workshop? workshop) => new()
    {
        ["builder"] = workshop is null ? new JsonObject { ["id"] = "urn:imgrep:builder:confirmations" } : new JsonObject
        {
            ["id"] = $"urn:imgrep:builder:{workshop.Builder}",
            ["version"] = new JsonObject
            {
                ["cpu"] = workshop.CpuVendor,
                ["distribution"] = workshop.Distribution,
                ["kernel"] = workshop.Kernel,
                [workshop.Builder] = workshop.Version
            },
        },
    };

    /// <summary>A ResourceDescriptor of in-toto.</summary>
    internal static JsonObject Resource(string kind, string name, Digest digest) => new() { [kind] = name, ["digest"] = new JsonObject { ["sha256"] = digest.Hex } };
}
