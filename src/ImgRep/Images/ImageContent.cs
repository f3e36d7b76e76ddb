using System.Collections.Immutable;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Images;

/// <summary>What there is to compare of an image, or of a folder.</summary>
/// <param name="Configuration">Null where there is none.</param>
/// <param name="Digest">The digest of its manifest; null where it has none.</param>
public sealed record ImageContent(FileTree Tree, ReadOnlyMemory<byte>? Configuration, Digest? Digest)
{
    /// <summary>A tree from elsewhere, without what canonical images do not keep: times, and how the root itself looks.</summary>
    public static FileTree Plain(FileTree tree) => new(Plain(tree.Root) with { Metadata = Metadata.DefaultDirectory });

    private static DirectoryNode Plain(DirectoryNode directory) => new(
        Timeless(directory.Metadata),
        directory.Children.ToImmutableSortedDictionary(
            child => child.Key, child => child.Value is DirectoryNode folder ? Plain(folder) : child.Value with { Metadata = Timeless(child.Value.Metadata) }));

    private static Metadata Timeless(Metadata metadata) => metadata with { ModifiedAt = Metadata.EpochNanoseconds };
}
