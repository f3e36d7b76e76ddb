namespace ImgRep.Files.Differences;

/// <summary>Compares two nodes without what is below them. Contents are compared by length and then by digest.</summary>
internal static class NodeComparison
{
    public static TreeAspects Differences(TreeNode? before, TreeNode? after)
    {
        if (ReferenceEquals(before, after))
            return TreeAspects.None;
        if (before is null || after is null)
            return TreeAspects.Existence;
        if (before.GetType() != after.GetType())
            return TreeAspects.Type;
        return OfMetadata(before.Metadata, after.Metadata) | (HasSameContent(before, after) ? TreeAspects.None : TreeAspects.Content);
    }

    private static TreeAspects OfMetadata(Metadata before, Metadata after) =>
        (before.Mode == after.Mode ? TreeAspects.None : TreeAspects.Mode)
        | (before.Owner == after.Owner && before.Group == after.Group ? TreeAspects.None : TreeAspects.Owner)
        | (before.ModifiedAt == after.ModifiedAt ? TreeAspects.None : TreeAspects.ModifiedAt)
        | (HasSameAttributes(before, after) ? TreeAspects.None : TreeAspects.Attributes);

    private static bool HasSameAttributes(Metadata before, Metadata after) =>
        ReferenceEquals(before.Attributes, after.Attributes)
        || (before.Attributes.Count == after.Attributes.Count
            && before.Attributes.Zip(after.Attributes).All(pair =>
                pair.First.Key == pair.Second.Key && pair.First.Value.AsSpan().SequenceEqual(pair.Second.Value.AsSpan())));

    private static bool HasSameContent(TreeNode before, TreeNode after) => (before, after) switch
    {
        (FileNode left, FileNode right) => ReferenceEquals(left.Content, right.Content)
            || (left.Content.Length == right.Content.Length && left.Content.Digest == right.Content.Digest),
        (SymlinkNode left, SymlinkNode right) => left.Target.AsSpan().SequenceEqual(right.Target.AsSpan()),
        (DeviceNode left, DeviceNode right) => (left.IsBlock, left.Major, left.Minor) == (right.IsBlock, right.Major, right.Minor),
        _ => true,
    };
}
