using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Files.Tar;

/// <summary>The files of an archive that have several names. Unpackers apply owner, mode and attributes of each entry to the one file:
/// what its last name says counts for all.</summary>
/// <param name="span">What diagnostics name.</param>
internal sealed class HardLinks(SourceSpan span)
{
    private sealed record SharedFile(HashSet<string> Paths, List<ImmutableArray<FileName>> Names)
    {
        public bool HasChanged { get; set; }

        public Metadata? Metadata { get; set; }
    }

    private readonly Dictionary<LinkGroup, SharedFile> files = new(ReferenceEqualityComparer.Instance);

    /// <summary>The tree in which what lies at a path has a further name to come, and looks as that name says.</summary>
    /// <param name="path">Free of links; something lies there that is no folder.</param>
    /// <param name="node">What the further name is going to be.</param>
    public FileTree Add(FileTree tree, ImmutableArray<FileName> path, ImmutableArray<FileName> name, Metadata entry, out TreeNode node)
    {
        var existing = tree.Find(path.AsSpan())!;
        var group = existing is FileNode file ? file.Link ?? new LinkGroup() : null;
        var known = group is null ? null : files.GetValueOrDefault(group);
        var metadata = After(known?.Metadata ?? existing.Metadata, entry, existing);
        node = existing is FileNode linked ? linked with { Metadata = metadata, Link = group } : existing with { Metadata = metadata };
        if (group is not null)
            Note(group, known, path, name, metadata, hasChanged: metadata != existing.Metadata);
        return tree.With(path.AsSpan(), node);
    }

    /// <summary>The tree in which all names of a file show what its last one said.</summary>
    public FileTree Settle(FileTree tree)
    {
        foreach (var (group, file) in files.Where(pair => pair.Value.HasChanged))
        {
            foreach (var path in file.Names)
            {
                var resolved = tree.Resolve(path.AsSpan(), span, followLast: false);
                if (resolved.Node is FileNode node && node.Link == group)
                    tree = tree.With(resolved.Path.AsSpan(), node with { Metadata = file.Metadata! });
            }
        }
        return tree;
    }

    private void Note(LinkGroup group, SharedFile? known, ImmutableArray<FileName> path, ImmutableArray<FileName> name, Metadata metadata, bool hasChanged)
    {
        var file = known ?? (files[group] = new SharedFile([], []));
        foreach (var one in (ReadOnlySpan<ImmutableArray<FileName>>)[path, name])
        {
            if (file.Paths.Add(FileTree.Show(one.AsSpan())))
                file.Names.Add(one);
        }
        file.Metadata = metadata;
        file.HasChanged |= hasChanged;
    }

    /// <summary>A change of owner takes the capabilities away, even if it is the same owner; attributes are set one by one; and a link
    /// has no mode of its own.</summary>
    private static Metadata After(Metadata before, Metadata entry, TreeNode node)
    {
        var attributes = before.Attributes.Remove(ExtendedAttributes.Capability).SetItems(entry.Attributes);
        return before with
        {
            Owner = entry.Owner,
            Group = entry.Group,
            Mode = node is SymlinkNode ? before.Mode : entry.Mode,
            ModifiedAt = node is SymlinkNode ? before.ModifiedAt : entry.ModifiedAt,
            Attributes = node is FileNode ? IsSame(before.Attributes, attributes) ? before.Attributes : attributes : before.Attributes,
        };
    }

    private static bool IsSame(ImmutableSortedDictionary<string, ImmutableArray<byte>> one, ImmutableSortedDictionary<string, ImmutableArray<byte>> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value.AsSpan().SequenceEqual(pair.Value.AsSpan()));
}
