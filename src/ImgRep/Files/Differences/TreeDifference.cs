using System.Collections.Immutable;

namespace ImgRep.Files.Differences;

/// <summary>Where two trees differ. What they share by reference is not looked at.</summary>
public static class TreeDifference
{
    /// <summary>The changes that make one tree the other, depth-first, names in order of their bytes, a folder before what is in it.
    /// A folder that goes, or gives way to something else, is one change; one that comes is followed by all that is in it.</summary>
    public static IEnumerable<TreeChange> Between(FileTree before, FileTree after)
    {
        var links = new LinkComparison(before, after);
        return Between([], before.Root, after.Root, links);
    }

    private static IEnumerable<TreeChange> Between(ImmutableArray<FileName> path, TreeNode? before, TreeNode? after, LinkComparison links)
    {
        if (ReferenceEquals(before, after))
            yield break;
        if (NodeComparison.Differences(before, after) != TreeAspects.None || !links.AreSame(before, after))
            yield return new TreeChange(path, before, after);
        if (after is not DirectoryNode folder)
            yield break;
        var old = before as DirectoryNode;
        foreach (var name in Names(old, folder))
        {
            foreach (var change in Between(path.Add(name), old?.Children.GetValueOrDefault(name), folder.Children.GetValueOrDefault(name), links))
                yield return change;
        }
    }

    /// <summary>The names at which the children of two folders are not the same object, in order.</summary>
    private static IEnumerable<FileName> Names(DirectoryNode? before, DirectoryNode after)
    {
        if (before is null)
            return after.Children.Keys;
        if (ReferenceEquals(before.Children, after.Children))
            return [];
        return Merge(before.Children, after.Children);
    }

    private static IEnumerable<FileName> Merge(
        ImmutableSortedDictionary<FileName, TreeNode> before, ImmutableSortedDictionary<FileName, TreeNode> after)
    {
        using var left = before.GetEnumerator();
        using var right = after.GetEnumerator();
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            var order = !hasLeft ? 1 : !hasRight ? -1 : left.Current.Key.CompareTo(right.Current.Key);
            if (order != 0 || !ReferenceEquals(left.Current.Value, right.Current.Value))
                yield return order <= 0 ? left.Current.Key : right.Current.Key;
            hasLeft = order <= 0 ? left.MoveNext() : hasLeft;
            hasRight = order >= 0 ? right.MoveNext() : hasRight;
        }
    }
}
