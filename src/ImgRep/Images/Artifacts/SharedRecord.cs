using System.Collections.Immutable;
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
    private const string Continued = "true";

    /// <summary>The job of an engine that it was a part of; null for none.</summary>
    public string? Job { get; init; }

    /// <summary>Whether its build went on from steps that others ran.</summary>
    public bool IsContinued { get; init; }

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

    public ImmutableArray<byte> ToManifest() => Artifact.OfAnnotations(Artifact.RecordType, Image, Annotations.Write(
        ("recipe", Recipe.ToString()), ("package", Package), ("route", Route), ("builder", Builder), ("who", Who), ("job", Job), ("built", Annotations.Text(BuiltAt)),
        ("seconds", Annotations.Text(Elapsed)), ("size", Annotations.Text(Size)), ("memory", Memory is { } memory ? Annotations.Text(memory) : null),
        ("processor-seconds", Processor is { } used ? Annotations.Text(used) : null), ("continued", IsContinued ? Continued : null)));

    /// <param name="document">What messages call it.</param>
    /// <exception cref="RejectedInputException">It is no record.</exception>
    public static SharedRecord Parse(ReadOnlyMemory<byte> manifest, string document)
    {
        var root = JsonInput.Parse(manifest, document);
        var said = Annotations.Read(root, Artifact.RecordType, "it is no record of a build");
        return new SharedRecord(
            said.Digest("recipe"), said.Text("package"), said.Find("route"), Descriptor.Read(root.Required("subject")), said.Text("builder"), said.Text("who"),
            said.Time("built"), said.Seconds("seconds"))
        {
            Job = said.Find("job"),
            Size = said.FindBytes("size") ?? 0,
            Memory = said.FindBytes("memory"),
            Processor = said.FindSeconds("processor-seconds"),
            IsContinued = said.Find("continued") == Continued,
        };
    }
}
