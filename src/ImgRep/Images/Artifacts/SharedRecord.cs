using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Artifacts;

/// <summary>What a registry says of a build: what came of a recipe, who built it, when, with what, and what it took. Nobody has signed it: it tells
/// images of other recipes apart, and helps to plan; it is no confirmation.</summary>
/// <param name="Route">Null for the only one.</param>
/// <param name="Image">The manifest that the recipe gave.</param>
/// <param name="Builder">With its version, as in <c>embedded 0.1.0 (bwrap)</c>.</param>
/// <param name="Who">Whose build it was and where, as in <c>ann@node7</c>.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record SharedRecord(
    Digest Recipe, string Package, string? Route, Descriptor Image, string Builder, string Who, DateTimeOffset BuiltAt, TimeSpan Elapsed)
{
    private const string Prefix = "imgrep.";
    private const double LongestSeconds = 1e9;

    /// <summary>The job of an engine that it was a part of; null for none.</summary>
    public string? Job { get; init; }

    /// <summary>Bytes of the layer.</summary>
    public long Size { get; init; }

    /// <summary>The most bytes of memory that a step held; null if nobody looked.</summary>
    public long? Memory { get; init; }

    /// <summary>How much time of processors the steps took; null if nobody looked.</summary>
    public TimeSpan? Processor { get; init; }

    /// <summary>The tag of the record of the last build of a package: for plans, which need to know what to expect.</summary>
    public const string LastTag = "record-last";

    /// <summary>The tag of the first image that a recipe gave.</summary>
    public static string ImageTag(Digest recipe) => $"recipe-{recipe.Hex}";

    /// <summary>The tag of the record of that image.</summary>
    public static string TagOf(Digest recipe) => $"record-{recipe.Hex}";

    /// <summary>What the tags of every record of a recipe begin with.</summary>
    public static string PrefixOf(Digest recipe) => TagOf(recipe) + "-";

    /// <summary>The tag that no other record has.</summary>
    public string OwnTag() => $"{PrefixOf(Recipe)}{Digest.Compute(ToManifest().AsSpan()).Hex[..16]}";

    /// <summary>The tag of its image where that is not the first that the recipe gave.</summary>
    public string OtherImageTag() => $"{ImageTag(Recipe)}-{Image.Digest.Hex[..16]}";

    public ImmutableArray<byte> ToManifest()
    {
        List<KeyValuePair<string, string?>> said =
        [
            new("recipe", Recipe.ToString()), new("package", Package), new("route", Route), new("builder", Builder), new("who", Who), new("job", Job),
            new("built", BuiltAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), new("seconds", Text(Elapsed)),
            new("size", Size.ToString(CultureInfo.InvariantCulture)), new("memory", Memory?.ToString(CultureInfo.InvariantCulture)),
            new("processor-seconds", Processor is { } used ? Text(used) : null),
        ];
        return Artifact.OfAnnotations(Artifact.RecordType, Image, said.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(Prefix + one.Key, one.Value!)));
    }

    /// <param name="document">What messages call it.</param>
    /// <exception cref="RejectedInputException">It is no record.</exception>
    public static SharedRecord Parse(ReadOnlyMemory<byte> manifest, string document)
    {
        var root = JsonInput.Parse(manifest, document);
        if (root.Required("artifactType").Text() != Artifact.RecordType)
            throw root.Rejected("it is no record of a build");
        var said = root.Members("annotations").Where(member => member.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(member => member.Key[Prefix.Length..], member => member.Value.Text(), StringComparer.Ordinal);
        return new SharedRecord(
            Digest.TryParse(Required("recipe"), out var recipe) ? recipe : throw Malformed("recipe"), Required("package"), said.GetValueOrDefault("route"),
            Descriptor.Read(root.Required("subject")), Required("builder"), Required("who"),
            DateTimeOffset.TryParse(Required("built"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var built) ? built : throw Malformed("built"),
            Seconds("seconds") ?? throw Malformed("seconds"))
        {
            Job = said.GetValueOrDefault("job"),
            Size = Bytes("size") ?? 0,
            Memory = Bytes("memory"),
            Processor = Seconds("processor-seconds"),
        };

        string Required(string name) => said.GetValueOrDefault(name) ?? throw Malformed(name);

        TimeSpan? Seconds(string name) => said.GetValueOrDefault(name) is not { } text ? null
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestSeconds ? TimeSpan.FromSeconds(seconds)
            : throw Malformed(name);

        long? Bytes(string name) => said.GetValueOrDefault(name) is not { } text ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : throw Malformed(name);

        RejectedInputException Malformed(string name) => root.Rejected($"its annotation {Prefix}{name} is missing or malformed");
    }

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
