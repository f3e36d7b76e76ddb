using System.Collections.Immutable;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Layout;

/// <summary>What <c>manifest.json</c> of an archive says, by which Docker loads it, as <c>docker save</c> writes it: paths in the archive.</summary>
/// <param name="Names">What the image is going to be called.</param>
internal sealed record DockerManifest(string Configuration, ImmutableArray<string> Layers, ImmutableArray<string> Names)
{
    /// <exception cref="RejectedInputException">It is no list of exactly one image.</exception>
    public static DockerManifest Parse(ReadOnlyMemory<byte> json, string document)
    {
        var images = JsonInput.ParseItems(json, document);
        if (images.Length != 1)
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(document), "image-layout", $"it names {images.Length} images, exactly one was expected"));
        return new DockerManifest(
            images[0].Required("Config").Text(),
            [.. images[0].Items("Layers").Select(layer => layer.Text())],
            [.. images[0].Items("RepoTags").Select(name => name.Text())]);
    }
}
