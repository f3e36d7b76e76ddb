using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Artifacts;

/// <summary>What a registry has of a finished RUN, for machines that go on from there: a listing of what it changed, and the contents of the files
/// that it wrote (docs/formats/steps.md). Nobody has signed it, and whatever rests on it was not built here.</summary>
/// <param name="Key">The hash of all that the step saw, as the store has it.</param>
/// <param name="Below">The hash of the results of the steps that it ran over: their keys are in <paramref name="Key"/>, but a step may give another result each time.</param>
/// <param name="Result">The hash of what it changed, without times.</param>
/// <param name="Line">Of the Containerfile.</param>
/// <param name="Listing">The file that lists what it changed.</param>
/// <param name="Contents">A canonical layer of files, each named by the hash of its bytes.</param>
/// <param name="Builder">With its version, as in <c>embedded 0.1.0 (bwrap)</c>.</param>
/// <param name="Who">Whose build it was and where, as in <c>ann@node7</c>.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record SharedStep(
    Digest Key, Digest Below, Digest Result, string Package, long Line, Descriptor Listing, LayerDescriptor Contents, string Builder, string Who, DateTimeOffset BuiltAt,
    TimeSpan Elapsed)
{
    /// <summary>The job of an engine that it was a part of; null for none.</summary>
    public string? Job { get; init; }

    /// <summary>The tag of a step that saw all this.</summary>
    public static string TagOf(Digest key, Digest below) => $"step-{new KeyBuilder("shared step").Add("key", key).Add("below", below).ToKey().Hex}";

    /// <summary>What a listing is in a manifest.</summary>
    public static Descriptor OfListing(ReadOnlySpan<byte> listing) => new(Artifact.StepType, Digest.Compute(listing), listing.Length);

    public ImmutableArray<byte> ToManifest() => Artifact.OfStep(Listing, Contents, Annotations.Write(
        ("step", Key.ToString()), ("below", Below.ToString()), ("result", Result.ToString()), ("package", Package), ("line", Annotations.Text(Line)), ("builder", Builder),
        ("who", Who), ("job", Job), ("built", Annotations.Text(BuiltAt)), ("seconds", Annotations.Text(Elapsed))));

    /// <param name="document">What messages call it.</param>
    /// <exception cref="RejectedInputException">It is no step.</exception>
    public static SharedStep Parse(ReadOnlyMemory<byte> manifest, string document)
    {
        var root = JsonInput.Parse(manifest, document);
        var said = Annotations.Read(root, Artifact.StepType, "it is no step of a build");
        var parts = Manifest.Parse(manifest, document);
        if (parts.Layers is not [{ MediaType: MediaTypes.Layer } layer])
            throw root.Rejected("it has not exactly one layer without compression");
        return new SharedStep(
            said.Digest("step"), said.Digest("below"), said.Digest("result"), said.Text("package"), said.FindBytes("line") ?? 0, parts.Configuration,
            new LayerDescriptor(layer.Digest, layer.Size), said.Text("builder"), said.Text("who"), said.Time("built"), said.Seconds("seconds"))
        {
            Job = said.Find("job"),
        };
    }
}
