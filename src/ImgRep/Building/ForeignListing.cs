using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>A listing that somebody else wrote. It is read only if <see cref="LayerListing"/> would print the same of what it says, and if a step could have left that.</summary>
public static class ForeignListing
{
    /// <summary>In bytes: some 500,000 files.</summary>
    public const int Largest = 64 << 20;

    /// <summary>In bytes, over all files: one content may stand for many of them.</summary>
    public const long LargestTree = 64L << 30;

    private const int LongestName = 255;
    private const int LongestPath = 4095;
    private const uint LargestId = ushort.MaxValue;

    /// <summary>What disks can note, in nanoseconds.</summary>
    private const long Earliest = int.MinValue * 1_000_000_000L, Latest = 1_000_000_000L << 33;

    /// <param name="contents">The contents of files, by their hashes.</param>
    /// <exception cref="InvalidDataException">It is no such listing, or names a content that is not there.</exception>
    public static LayerDirectory Read(ReadOnlySpan<byte> text, IReadOnlyDictionary<Digest, IFileContent> contents)
    {
        if (text.Length > Largest)
            throw new InvalidDataException($"it has {text.Length} bytes, more than {Largest}");
        var layer = Parse(text, contents);
        Check(layer, LongestPath);
        return LayerListing.Print(layer).AsSpan().SequenceEqual(text) ? layer : throw new InvalidDataException("written again, it is another text");
    }

    private static LayerDirectory Parse(ReadOnlySpan<byte> text, IReadOnlyDictionary<Digest, IFileContent> contents)
    {
        var left = LargestTree;
        try
        {
            return new LayerListingReader((_, length, digest) =>
            {
                if (!contents.TryGetValue(digest, out var content) || content.Length != length)
                    throw new InvalidDataException($"a file of {length} bytes with the hash {digest.Hex} is not among its contents");
                return (left -= length) >= 0 ? content : throw new InvalidDataException($"its files have more than {LargestTree} bytes");
            }).Read(text);
        }
        catch (Exception malformed) when (malformed is FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException(malformed.Message, malformed);
        }
    }

    /// <param name="room">How long a path may still become.</param>
    private static void Check(LayerDirectory directory, int room)
    {
        Check(directory.Metadata, canHaveAttributes: true);
        foreach (var (name, node) in directory.Children)
        {
            var left = room - name.Bytes.Length - 1;
            if (name.Bytes.Length > LongestName || left < 0)
                throw new InvalidDataException("a name or a path in it is too long");
            if (node is LayerDirectory below)
                Check(below, left);
            else if (node is LayerLeaf leaf)
                Check(leaf.Node);
        }
    }

    private static void Check(TreeNode node)
    {
        Check(node.Metadata, canHaveAttributes: node is FileNode);
        if (node is SymlinkNode link && (link.Target.Length is 0 or > LongestPath || link.Target.Contains((byte)0)))
            throw new InvalidDataException("a link in it has a target that no link can have");
    }

    private static void Check(Metadata metadata, bool canHaveAttributes)
    {
        if ((metadata.Mode & ~Modes.All) != 0 || metadata.Owner > LargestId || metadata.Group > LargestId || metadata.ModifiedAt is < Earliest or > Latest)
            throw new InvalidDataException("a mode, an owner or a time in it is none that a step can give");
        if (metadata.Attributes.Any(attribute => !canHaveAttributes || !ExtendedAttributes.IsContent(attribute.Key)
            || ExtendedAttributes.ProblemOf(attribute.Key, attribute.Value.AsSpan()) is not null))
            throw new InvalidDataException("an extended attribute in it is none that a step can leave");
    }
}
