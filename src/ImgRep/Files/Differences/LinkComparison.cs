namespace ImgRep.Files.Differences;

/// <summary>Whether files that are hard links of each other in one tree are so in the other. Groups have no names: those of two trees
/// are the same if they pair up one to one.</summary>
internal sealed class LinkComparison(FileTree before, FileTree after)
{
    private readonly Dictionary<LinkGroup, LinkGroup> forth = [];
    private readonly Dictionary<LinkGroup, LinkGroup> back = [];
    private readonly Lazy<HashSet<LinkGroup>> groupsBefore = new(() => Groups(before));
    private readonly Lazy<HashSet<LinkGroup>> groupsAfter = new(() => Groups(after));

    public bool AreSame(TreeNode? left, TreeNode? right)
    {
        var (first, second) = ((left as FileNode)?.Link, (right as FileNode)?.Link);
        if (ReferenceEquals(first, second))
            return true;
        if (first is null || second is null || groupsAfter.Value.Contains(first) || groupsBefore.Value.Contains(second))
            return false;
        return Pair(forth, first, second) && Pair(back, second, first);
    }

    private static bool Pair(Dictionary<LinkGroup, LinkGroup> pairs, LinkGroup from, LinkGroup to) =>
        pairs.TryAdd(from, to) || ReferenceEquals(pairs[from], to);

    private static HashSet<LinkGroup> Groups(FileTree tree)
    {
        var groups = new HashSet<LinkGroup>();
        Collect(tree.Root, groups);
        return groups;
    }

    private static void Collect(DirectoryNode directory, HashSet<LinkGroup> groups)
    {
        foreach (var (_, node) in directory.Children)
        {
            if (node is DirectoryNode child)
                Collect(child, groups);
            else if (node is FileNode { Link: { } group })
                groups.Add(group);
        }
    }
}
