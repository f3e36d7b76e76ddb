using System.Collections.Immutable;
using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>One of several layers of an image (OCI image-spec 1.1, layer.md): <c>.wh.NAME</c> says that NAME of the layers below is gone,
/// <c>.wh..wh..opq</c> that all that was in its folder is. Neither touches what the same layer holds, wherever it stands in the tar.</summary>
public static class OciLayer
{
    private static ReadOnlySpan<byte> Prefix => ".wh."u8;

    private static ReadOnlySpan<byte> Opaque => ".wh..wh..opq"u8;

    /// <summary>What AUFS notes for itself; only <see cref="Opaque"/> among it means something.</summary>
    private static ReadOnlySpan<byte> Notes => ".wh..wh."u8;

    /// <summary>The tree that shows when a layer lies over another tree. Folders that the layer does not list stay as they are below.</summary>
    /// <param name="slice">Content for a range of the layer with a known digest.</param>
    /// <param name="layer">Its name, for messages.</param>
    /// <exception cref="RejectedInputException">It holds what nobody can unpack.</exception>
    public static FileTree Over(FileTree below, IEnumerable<TarEntry> entries, Func<long, long, Digest, IFileContent> slice, string layer, SourceSpan span)
    {
        var all = entries.Select(entry => (Entry: entry, Path: FileTree.Split(entry.Name.AsSpan()))).ToList();
        var tree = all.Where(one => IsMark(one.Path)).Aggregate(below, (tree, one) => Without(tree, one.Path, span));
        var unpacking = new TarUnpacking(tree, slice, layer, span);
        foreach (var (entry, _) in all.Where(one => !IsMark(one.Path)))
            unpacking.Add(entry);
        return unpacking.Finish();
    }

    private static bool IsMark(ImmutableArray<FileName> path) => path.Any(name => name.Bytes.StartsWith(Prefix));

    private static FileTree Without(FileTree tree, ImmutableArray<FileName> mark, SourceSpan span)
    {
        var name = mark[^1].Bytes;
        if (!name.StartsWith(Prefix) || IsMark(mark[..^1]) || tree.Resolve(mark.AsSpan()[..^1], span) is not { Node: DirectoryNode directory } folder)
            return tree;
        if (name.SequenceEqual(Opaque))
            return tree.With(folder.Path.AsSpan(), directory with { Children = DirectoryNode.NoChildren });
        return !name.StartsWith(Notes) && FileName.TryOf(name[Prefix.Length..], out var gone) ? tree.Without([.. folder.Path, gone]) : tree;
    }
}
