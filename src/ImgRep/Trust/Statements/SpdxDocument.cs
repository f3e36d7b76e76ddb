using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Trust.Statements;

/// <summary>An SPDX 2.3 bill of materials in JSON (docs/formats/statements.md): an image, its recipe and sources, and everything that it was
/// built with, each in turn with its own, down to the seeds. The same images give the same bytes.</summary>
public sealed partial class SpdxDocument
{
    private const string Document = "SPDXRef-DOCUMENT";
    private const string Unknown = "NOASSERTION";
    private readonly SortedDictionary<string, JsonObject> packages = new(StringComparer.Ordinal);
    private readonly SortedSet<(string From, string Kind, string To)> relationships = [];

    private SpdxDocument()
    {
    }

    /// <param name="subject">What it is about.</param>
    /// <param name="images">The subject, and every image that it rests on.</param>
    /// <param name="seeds">Every seed that one of them starts from.</param>
    /// <param name="tool">Its name and version, like <c>imgrep-0.1.0</c>.</param>
    public static ImmutableArray<byte> Write(StatedImage subject, IReadOnlyCollection<StatedImage> images, IReadOnlyCollection<StatedSeed> seeds, string tool)
    {
        var document = new SpdxDocument();
        foreach (var seed in seeds)
            document.Add(seed);
        foreach (var image in images)
            document.Add(image, seeds);
        document.relationships.Add((Document, "DESCRIBES", IdOf(subject)));
        return CanonicalJson.Write(new JsonObject
        {
            ["spdxVersion"] = "SPDX-2.3",
            ["dataLicense"] = "CC0-1.0",
            ["SPDXID"] = Document,
            ["name"] = PackageName.Namespace + subject.Package,
            // It names just this document: what else it says follows from the recipes.
            ["documentNamespace"] = $"urn:imgrep:spdx:{subject.Package}:{subject.Image.Hex}:{string.Join('+', subject.Routes.Select(route => route.Recipe.Key.Hex))}",
            ["creationInfo"] = new JsonObject { ["created"] = Epoch.Text, ["creators"] = new JsonArray($"Tool: {tool}") },
            ["packages"] = new JsonArray([.. document.packages.Values]),
            ["relationships"] = new JsonArray([.. document.relationships.Select(one => new JsonObject
            {
                ["spdxElementId"] = one.From, ["relationshipType"] = one.Kind, ["relatedSpdxElement"] = one.To,
            })]),
        });
    }

    private void Add(StatedImage image, IReadOnlyCollection<StatedSeed> seeds)
    {
        var id = IdOf(image);
        var version = image.Labels.GetValueOrDefault("org.opencontainers.image.version");
        var made = Package(id, PackageName.Namespace + image.Package, image.Image, "CONTAINER", version: version);
        Refer(made, PackageUrl.OfImage(image.Package, image.Image),
            [.. image.Routes.SelectMany(route => route.Sources).Select(source => SourceProduct.Find(source.Request)).OfType<SourceProduct>()
                .Where(product => product.Version == version)]);
        if (image.Labels.GetValueOrDefault("org.opencontainers.image.licenses") is { } licenses && LicenseExpression().IsMatch(licenses))
            made["licenseDeclared"] = licenses;
        if (image.Labels.GetValueOrDefault("org.opencontainers.image.description") is { Length: > 0 } description)
            made["summary"] = description;
        if (Uri.TryCreate(image.Labels.GetValueOrDefault("org.opencontainers.image.url"), UriKind.Absolute, out var home))
            made["homepage"] = home.AbsoluteUri;
        foreach (var route in image.Routes)
            Add(id, image, route, seeds);
    }

    private void Add(string id, StatedImage image, StatedRoute route, IReadOnlyCollection<StatedSeed> seeds)
    {
        var recipe = $"SPDXRef-recipe-{Word(image.Package.ToString())}{(route.Name is null ? "" : $"..{Word(route.Name)}")}";
        Package(recipe, route.File, route.Recipe.Containerfile, "FILE", comment: $"recipe key {route.Recipe.Key}, context {route.Recipe.Context}");
        relationships.Add((id, "GENERATED_FROM", recipe));
        foreach (var source in route.Sources)
        {
            relationships.Add((id, "GENERATED_FROM", Add(source)));
        }
        foreach (var (name, digest) in route.Recipe.Images)
        {
            var used = name.StartsWith("seed/", StringComparison.Ordinal) ? IdOf(seeds.Single(seed => $"seed/{seed.Name}" == name))
                : name.Contains('@', StringComparison.Ordinal) ? AddPinned(name, digest)
                : $"SPDXRef-image-{Word(name[PackageName.Namespace.Length..])}";
            relationships.Add((used, "BUILD_DEPENDENCY_OF", id));
        }
    }

    /// <summary>Where upstream has other bytes than the archive, its URL is no place to download the file from.</summary>
    private string Add(StatedSource source)
    {
        var (request, id) = (source.Request, $"SPDXRef-source-{source.Request.Digest.Hex}");
        var name = source.Repack?.Name ?? (request.FileName is { Length: > 0 } file ? file : request.Digest.Hex);
        var package = Package(id, name, request.Digest, "SOURCE", source.Repack is null ? request.Location : Unknown);
        var product = SourceProduct.Find(request);
        Refer(package, PackageUrl.OfSource(source, product), product is null ? [] : [product]);
        if (source.Repack is { } repack)
            package["sourceInfo"] = $"a repack of {request.Url.AbsoluteUri} by the source archive, in its package {repack.Package} {repack.Version}";
        return id;
    }

    /// <summary>An image that the tree pins by digest: what it was made of is not the tree's to say.</summary>
    private string AddPinned(string name, Digest digest)
    {
        var id = $"SPDXRef-pinned-{digest.Hex}";
        Package(id, name, digest, "CONTAINER");
        return id;
    }

    private void Add(StatedSeed seed)
    {
        Package(IdOf(seed), $"seed/{seed.Name}", seed.Layer, "OPERATING-SYSTEM", version: seed.Suite);
        foreach (var archive in seed.Archives)
        {
            var id = $"SPDXRef-deb-{archive.Digest.Hex}";
            Refer(Package(id, archive.Name, archive.Digest, "INSTALL", version: archive.Version, comment: $"architecture {archive.Architecture}"),
                PackageUrl.OfArchive(archive, seed.Suite), []);
            relationships.Add((IdOf(seed), "CONTAINS", id));
        }
    }

    private JsonObject Package(string id, string name, Digest digest, string purpose, string location = Unknown, string? version = null, string? comment = null)
    {
        var package = new JsonObject
        {
            ["SPDXID"] = id,
            ["name"] = name,
            ["downloadLocation"] = location,
            ["filesAnalyzed"] = false,
            ["checksums"] = new JsonArray(new JsonObject { ["algorithm"] = "SHA256", ["checksumValue"] = digest.Hex }),
            ["primaryPackagePurpose"] = purpose,
            ["licenseConcluded"] = Unknown,
            ["licenseDeclared"] = Unknown,
            ["copyrightText"] = Unknown,
        };
        if (!string.IsNullOrEmpty(version))
            package["versionInfo"] = version;
        if (comment is not null)
            package["comment"] = comment;
        packages.TryAdd(id, package);
        return packages[id];
    }

    /// <summary>By what names others know it (SPDX 2.3, annex F): scanners look these up.</summary>
    private static void Refer(JsonObject package, string url, ImmutableArray<SourceProduct> products) => package["externalRefs"] = new JsonArray(
        [.. products.Select(product => product.Cpe).Distinct().Order(StringComparer.Ordinal).Select(cpe => Reference("SECURITY", "cpe23Type", cpe)),
            Reference("PACKAGE-MANAGER", "purl", url)]);

    private static JsonObject Reference(string category, string type, string locator) =>
        new() { ["referenceCategory"] = category, ["referenceType"] = type, ["referenceLocator"] = locator };

    private static string IdOf(StatedImage image) => $"SPDXRef-image-{Word(image.Package.ToString())}";

    private static string IdOf(StatedSeed seed) => $"SPDXRef-seed-{Word(seed.Name)}";

    /// <summary>Identifiers have letters, digits, <c>.</c> and <c>-</c>. Names of packages never have two dots in a row.</summary>
    private static string Word(string name) => name.Replace("_", "..u", StringComparison.Ordinal);

    /// <summary>What may be a license expression (SPDX 2.3, annex D); anything else would make the document invalid.</summary>
    [GeneratedRegex(@"\A\(*[A-Za-z0-9.+-]+\)*( (AND|OR|WITH) \(*[A-Za-z0-9.+-]+\)*)*\z")]
    private static partial Regex LicenseExpression();
}
