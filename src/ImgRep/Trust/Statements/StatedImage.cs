using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Trust.Statements;

/// <summary>An image and what it was made of, each part by its digest.</summary>
/// <param name="Labels">As its configuration has them.</param>
/// <param name="Routes">More than one where all gave this image.</param>
public sealed record StatedImage(PackageName Package, Digest Image, ImmutableSortedDictionary<string, string> Labels, ImmutableArray<StatedRoute> Routes);

/// <param name="Name">Null for the only one.</param>
/// <param name="File">The Containerfile, relative to the tree.</param>
public sealed record StatedRoute(string? Name, string File, Recipe Recipe, ImmutableArray<StatedSource> Sources);

/// <param name="Repack">The file of the source archive that it is, if the archive made it: then upstream's URL has other bytes.</param>
public sealed record StatedSource(SourceRequest Request, ArchiveFile? Repack)
{
    public static StatedSource Create(SourceRequest request, SourceTable table) => new(request, table.Find(request.Digest) is { IsRepack: true } row ? row : null);
}

/// <summary>A root filesystem from outside the tree.</summary>
/// <param name="Archives">Every binary package that it was made of.</param>
public sealed record StatedSeed(string Name, Digest Layer, string Suite, ImmutableArray<StatedArchive> Archives);

/// <param name="Digest">The hash of the file.</param>
public sealed record StatedArchive(Digest Digest, string Name, string Version, string Architecture);
