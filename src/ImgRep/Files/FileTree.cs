using System.Collections.Immutable;
using System.Text;

namespace ImgRep.Files;

/// <summary>A whole root filesystem as an immutable value: what stages are made of and images are written from.</summary>
public sealed partial record FileTree(DirectoryNode Root)
{
    /// <summary>Links followed in one resolution before it is given up as a loop (Linux's own limit).</summary>
    public const int MaximumLinks = 40;

    public static FileTree Empty { get; } = new(new DirectoryNode(Metadata.DefaultDirectory));

    /// <summary>Splits a path at its slashes, dropping empty and <c>.</c> parts; <c>..</c> goes up and stops at the root.</summary>
    public static ImmutableArray<FileName> Split(string path) => Split(Encoding.UTF8.GetBytes(path));

    /// <inheritdoc cref="Split(string)"/>
    public static ImmutableArray<FileName> Split(ReadOnlySpan<byte> path)
    {
        var parts = ImmutableArray.CreateBuilder<FileName>();
        foreach (var range in path.Split((byte)'/'))
        {
            var part = path[range];
            if (part.SequenceEqual(".."u8))
            {
                if (parts.Count > 0)
                    parts.RemoveAt(parts.Count - 1);
            }
            else if (!part.IsEmpty && !part.SequenceEqual("."u8))
            {
                parts.Add(FileName.Parse(part));
            }
        }
        return parts.ToImmutable();
    }

    /// <summary>The node at a path, no link followed anywhere; null if there is none.</summary>
    public TreeNode? Find(ReadOnlySpan<FileName> path)
    {
        TreeNode node = Root;
        foreach (var name in path)
        {
            if (node is not DirectoryNode directory || !directory.Children.TryGetValue(name, out node!))
                return null;
        }
        return node;
    }

    public TreeNode? Find(string path) => Find(Split(path).AsSpan());

    /// <summary>This tree with a node set at a path (replacing what is there); missing parents are made with
    /// <paramref name="parents"/>, and a parent that is no directory is replaced by one.</summary>
    public FileTree With(ReadOnlySpan<FileName> path, TreeNode node, Metadata? parents = null) =>
        new((DirectoryNode)Set(Root, path, node, parents ?? Metadata.DefaultDirectory));

    /// <summary>This tree without the node at a path; the same tree if there is none.</summary>
    public FileTree Without(ReadOnlySpan<FileName> path) =>
        path.IsEmpty || Find(path) is null ? this : new FileTree(Remove(Root, path));

    private static TreeNode Set(TreeNode? at, ReadOnlySpan<FileName> path, TreeNode node, Metadata parents)
    {
        if (path.IsEmpty)
            return node;
        var directory = at as DirectoryNode ?? new DirectoryNode(parents);
        directory.Children.TryGetValue(path[0], out var child);
        return directory with { Children = directory.Children.SetItem(path[0], Set(child, path[1..], node, parents)) };
    }

    private static DirectoryNode Remove(DirectoryNode at, ReadOnlySpan<FileName> path) =>
        at with
        {
            Children = path.Length == 1
                ? at.Children.Remove(path[0])
                : at.Children.SetItem(path[0], Remove((DirectoryNode)at.Children[path[0]], path[1..])),
        };
}
