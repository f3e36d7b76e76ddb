using System.Collections.Immutable;
using System.Text.Json;
using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Trust.Statements;

/// <summary>Reads the provenance of an image that <see cref="SlsaProvenance"/> wrote for a bundle, and computes the keys of its recipes again.</summary>
public static class ProvenanceParser
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <exception cref="MalformedStatementException">It is not exactly what would have been written.</exception>
    public static StatedImage Parse(ReadOnlyMemory<byte> statement)
    {
        using var json = MalformedStatementException.Name("no JSON", () => JsonDocument.Parse(statement, Strict));
        var (definition, image) = MalformedStatementException.Name("no SLSA provenance of an image of imgrep", () =>
        {
            var found = json.RootElement.GetProperty("predicate").GetProperty("buildDefinition");
            return (found, ReadImage(json.RootElement, found));
        });
        CheckVersion(definition.GetProperty("internalParameters"));
        CheckKeys(definition.GetProperty("internalParameters").GetProperty("recipes"), image);
        return SlsaProvenance.Write(image, null).AsSpan().SequenceEqual(statement.Span) ? image
            : throw new MalformedStatementException("it is not what its recipes come to: its dependencies are other ones, or it has members that say something else");
    }

    private static StatedImage ReadImage(JsonElement root, JsonElement definition)
    {
        var subject = root.GetProperty("subject").EnumerateArray().Single();
        var parameters = definition.GetProperty("externalParameters");
        var platform = ReadPlatform(parameters.GetProperty("platform").GetString() ?? "");
        var sources = definition.GetProperty("resolvedDependencies").EnumerateArray().Select(ReadSource).OfType<StatedSource>().ToList();
        var recipes = definition.GetProperty("internalParameters").GetProperty("recipes").EnumerateArray();
        ImmutableArray<StatedRoute> routes = [.. recipes.Select(one => ReadRoute(one, platform, sources))];
        return routes.IsEmpty ? throw new FormatException("no recipes")
            : new StatedImage(PackageName.Parse(parameters.GetProperty("package").GetString() ?? ""), DigestOf(subject), ImmutableSortedDictionary<string, string>.Empty, routes);
    }

    private static StatedRoute ReadRoute(JsonElement one, Platform platform, List<StatedSource> stated)
    {
        ImmutableSortedSet<Digest> sources = [.. one.GetProperty("sources").EnumerateArray().Select(source => Digest.Parse(source.GetString() ?? ""))];
        var images = one.GetProperty("images").EnumerateObject()
            .ToImmutableSortedDictionary(used => used.Name, used => Digest.Parse(used.Value.GetString() ?? ""), StringComparer.Ordinal);
        var recipe = new Recipe(platform, Member(one, "containerfile"), Member(one, "evaluation"), Member(one, "context"), images, sources);
        return new StatedRoute(
            one.TryGetProperty("route", out var route) ? route.GetString() : null, one.GetProperty("file").GetString() ?? "", recipe,
            [.. stated.Where(source => sources.Contains(source.Request.Digest))]);
    }

    /// <returns>Null for what is no source.</returns>
    private static StatedSource? ReadSource(JsonElement part)
    {
        if (part.TryGetProperty("uri", out var uri))
            return new StatedSource(new SourceRequest(DigestOf(part), new Uri(uri.GetString() ?? ""), Text(part.GetProperty("digest"), "gitCommit")), null);
        if (!part.TryGetProperty("annotations", out var annotations))
            return null;
        if ((annotations.GetProperty("archivePackage").GetString() ?? "").Split(' ') is not [var package, var version])
            throw new FormatException("no package");
        var repack = new ArchiveFile(DigestOf(part), "", package, version, part.GetProperty("name").GetString() ?? "", IsRepack: true);
        return new StatedSource(new SourceRequest(repack.Digest, new Uri(annotations.GetProperty("repackOf").GetString() ?? "")), repack);
    }

    private static void CheckVersion(JsonElement parameters)
    {
        if (Text(parameters, "canonicalForm") != Recipe.CanonicalForm || Text(parameters, "recipeVersion") != Recipe.Version
            || Text(parameters, "sandbox") != SandboxDigest.Current.ToString())
            throw new MalformedStatementException("its recipes are those of another version of imgrep, so that their keys cannot be computed again");
    }

    private static void CheckKeys(JsonElement recipes, StatedImage image)
    {
        foreach (var (stated, route) in recipes.EnumerateArray().Zip(image.Routes))
        {
            if (Text(stated, "key") != route.Recipe.Key.ToString())
                throw new MalformedStatementException($"the recipe {route.File} has the key {route.Recipe.Key}, not the one that is stated");
        }
    }

    private static Platform ReadPlatform(string text) => text.Split('/') switch
    {
        [var os, var architecture] => new Platform(os, architecture),
        [var os, var architecture, var variant] => new Platform(os, architecture, variant),
        _ => throw new FormatException("no platform"),
    };

    private static Digest DigestOf(JsonElement resource) =>
        Digest.TryParseHex(resource.GetProperty("digest").GetProperty("sha256").GetString(), out var digest) ? digest : throw new FormatException("no digest");

    private static Digest Member(JsonElement element, string name) => Digest.Parse(element.GetProperty(name).GetString() ?? "");

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
