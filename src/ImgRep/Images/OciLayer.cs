using ImgRep.Building;
using ImgRep.Files;

namespace ImgRep.Images;

/// <summary>One of several layers of an image (OCI image-spec 1.1, layer.md): <c>.wh.NAME</c> says that NAME of the layers below is gone,
/// <c>.wh..wh..opq</c> that all that was in its folder is.</summary>
public static class OciLayer
{
    private static ReadOnlySpan<byte> Prefix => ".wh."u8;

    private static ReadOnlySpan<byte> Opaque => ".wh..wh..opq"u8;

    /// <param name="unpacked">What is in the layer's tar.</param>
    public static LayerDirectory Of(FileTree unpacked) => Of(unpacked.Root);

    private static LayerDirectory Of(DirectoryNode directory)
    {
        var children = LayerDirectory.NoChildren.ToBuilder();
        var isOpaque = false;
        foreach (var (name, node) in directory.Children)
        {
            if (name.Bytes.SequenceEqual(Opaque))
                isOpaque = true;
            else if (!name.Bytes.StartsWith(Prefix))
                children[name] = node is DirectoryNode child ? Of(child) : new LayerLeaf(node);
            else if (FileName.TryOf(name.Bytes[Prefix.Length..], out var gone) && !directory.Children.ContainsKey(gone))
                children[gone] = new LayerWhiteout();
        }
        return new LayerDirectory(directory.Metadata, isOpaque, children.ToImmutable());
    }
}
