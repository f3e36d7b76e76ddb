using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>Everything that goes into an image, each part by its digest. The same recipe builds the same image.</summary>
/// <param name="Containerfile">The file's bytes.</param>
/// <param name="Evaluation">What the file comes to (<see cref="EvaluationDigest"/>): a reader that understands it otherwise makes another recipe of it.</param>
/// <param name="Context">What COPY can take from the package's folder.</param>
/// <param name="Images">The manifest digest of each image it uses, by the name that the Containerfile has for it.</param>
/// <param name="Sources">The files that its ADD instructions name.</param>
public sealed record Recipe(
    Platform Platform,
    Digest Containerfile,
    Digest Evaluation,
    Digest Context,
    ImmutableSortedDictionary<string, Digest> Images,
    ImmutableSortedSet<Digest> Sources)
{
    /// <summary>The version of the canonical form, which is part of what determines a digest (docs/formats/canonical-image.md).</summary>
    public const string CanonicalForm = "2";

    /// <summary>Raised when COPY, ADD or WORKDIR leave another tree than before, which no other part of the key says. A test holds it
    /// to the vectors of these operations.</summary>
    public const string Version = "2";

    public Digest Key { get; } = new KeyBuilder("recipe " + Version)
        .Add("canonical form", CanonicalForm)
        .Add("sandbox", SandboxDigest.Current)
        .Add("platform", Platform.ToString())
        .Add("containerfile", Containerfile)
        .Add("evaluation", Evaluation)
        .Add("context", Context)
        .Add("images", Images.Select(image => KeyValuePair.Create(image.Key, image.Value.ToString())))
        .Add("sources", Sources.Select(source => source.ToString()))
        .ToKey();
}
