using System.Collections.Immutable;
using ImgRep.Files;

namespace ImgRep.Building;

/// <summary>One entry of a layer: what a step changed in the tree below it.</summary>
public abstract record LayerNode;

/// <summary>A folder that is there after the step; what the tree below had in it stays, unless <paramref name="IsOpaque"/>.</summary>
public sealed record LayerDirectory(
    Metadata Metadata, bool IsOpaque, ImmutableSortedDictionary<FileName, LayerNode> Children) : LayerNode
{
    public static ImmutableSortedDictionary<FileName, LayerNode> NoChildren { get; } = ImmutableSortedDictionary<FileName, LayerNode>.Empty;

    /// <summary>The tree that shows when this layer lies over <paramref name="below"/>.</summary>
    public FileTree Over(FileTree below) => new(Merge(below.Root, this));

    /// <summary>The layer that makes <paramref name="after"/> of <paramref name="before"/>. Subtrees that both share cost nothing.</summary>
    public static LayerDirectory Between(FileTree before, FileTree after) => Between(before.Root, after.Root);

    private static LayerDirectory Between(DirectoryNode? before, DirectoryNode after)
    {
        var children = NoChildren.ToBuilder();
        foreach (var (name, node) in after.Children)
        {
            var old = before?.Children.GetValueOrDefault(name);
            if (ReferenceEquals(old, node))
                continue;
            if (node is not DirectoryNode directory)
                children.Add(name, new LayerLeaf(node));
            else if (Between(old as DirectoryNode, directory) is var change && !(old is DirectoryNode && change.Children.IsEmpty && change.Metadata == old.Metadata))
                children.Add(name, change);
        }
        foreach (var name in before?.Children.Keys ?? [])
        {
            if (!after.Children.ContainsKey(name))
                children.Add(name, new LayerWhiteout());
        }
        return new LayerDirectory(after.Metadata, IsOpaque: false, children.ToImmutable());
    }

    private static DirectoryNode Merge(DirectoryNode? below, LayerDirectory above)
    {
        var children = (above.IsOpaque || below is null ? DirectoryNode.NoChildren : below.Children).ToBuilder();
        foreach (var (name, node) in above.Children)
        {
            if (node is LayerWhiteout)
                children.Remove(name);
            else if (node is LayerLeaf leaf)
                children[name] = leaf.Node;
            else
                children[name] = Merge(children.GetValueOrDefault(name) as DirectoryNode, (LayerDirectory)node);
        }
        return new DirectoryNode(above.Metadata, children.ToImmutable());
    }
}

/// <summary>A file, link or fifo that is there after the step, in place of whatever was below it.</summary>
public sealed record LayerLeaf(TreeNode Node) : LayerNode;

/// <summary>What was below is gone.</summary>
public sealed record LayerWhiteout : LayerNode;
