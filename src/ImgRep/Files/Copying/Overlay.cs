namespace ImgRep.Files.Copying;

/// <summary>Layers: what lies above hides what lies below, folders are merged and look as the upper one does.</summary>
internal static class Overlay
{
    /// <summary>A tree over another one; the root itself stays as it is below.</summary>
    public static FileTree Put(FileTree upper, FileTree lower) => new(Merge(upper.Root, lower.Root) with { Metadata = lower.Root.Metadata });

    private static DirectoryNode Merge(DirectoryNode upper, DirectoryNode lower)
    {
        var children = lower.Children.ToBuilder();
        foreach (var (name, node) in upper.Children)
        {
            children[name] = node is DirectoryNode above && children.GetValueOrDefault(name) is DirectoryNode below
                ? Merge(above, below)
                : node;
        }
        return new DirectoryNode(upper.Metadata, children.ToImmutable());
    }
}
