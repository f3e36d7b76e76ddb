using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Trust.Lineages;

public enum OriginKind
{
    /// <summary>A package of the tree.</summary>
    Image,

    /// <summary>An image that a Containerfile names by its digest, whatever the tree has today.</summary>
    Pinned,

    /// <summary>A root filesystem from outside.</summary>
    Seed,

    /// <summary>A file that a Containerfile names by its hash.</summary>
    Source,
}

/// <summary>Something that an image is made of.</summary>
/// <param name="Name">A package, <c>imgrep/NAME@DIGEST</c>, <c>seed/NAME</c>, or a URL.</param>
/// <param name="Digest">Null where nobody has said what it is.</param>
public sealed record Origin(OriginKind Kind, string Name, Digest? Digest)
{
    /// <summary>The kind in lower case.</summary>
    public string KindName => Kind.ToString().ToLowerInvariant();
}

/// <summary>That an image is made of something, and who has confirmed it: who rebuilt the image from a recipe that names just that.</summary>
/// <param name="Routes">The routes of the package that use it; none where it has a single Containerfile.</param>
/// <param name="People">Their ids, sorted.</param>
/// <param name="Organisations">Whose people they are, each once: so many are independent of each other.</param>
public sealed record LineageEdge(PackageName From, Origin To, ImmutableArray<string> Routes, ImmutableArray<string> People, ImmutableArray<string> Organisations)
{
    /// <summary>By which edges are compared: first how many are independent.</summary>
    internal (int Organisations, int People) Strength => (Organisations.Length, People.Length);

    /// <summary>Like <c>alice, bob of 2 organisations</c>.</summary>
    public string Confirmed => Organisations.Length switch
    {
        0 => "nobody",
        1 => $"{string.Join(", ", People)} of 1 organisation",
        var number => $"{string.Join(", ", People)} of {number} organisations",
    };
}
