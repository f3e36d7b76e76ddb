using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>Copies one source into a tree, node by node; what needs no change is shared with the source.</summary>
/// <param name="place">Where the source goes, for messages.</param>
/// <param name="only">What of it is meant, and <paramref name="exclude"/> what is not: paths relative to the source.</param>
internal sealed class NodeCopy(
    ImmutableArray<FileName> place, CopyAttributes attributes, PatternSet only, PatternSet exclude, SourceSpan span)
{
    private readonly record struct Verdicts(PatternSet.Verdict? Only, PatternSet.Verdict? Exclude);

    private readonly bool isFiltered = !only.IsEmpty || !exclude.IsEmpty;
    private readonly Dictionary<LinkGroup, LinkGroup> links = [];
    private readonly List<FileName> names = [];
    private readonly List<byte> path = [];
    private int length = place.Sum(name => 1 + name.Bytes.Length);

    /// <summary>The folder <paramref name="existing"/> with the contents of the source; itself it stays as it is.</summary>
    public DirectoryNode Contents(DirectoryNode source, DirectoryNode existing) =>
        existing with { Children = Children(source, existing, default) };

    /// <summary>The copy of a source that is no folder.</summary>
    public TreeNode Single(TreeNode source, TreeNode? existing) => Leaf(source, existing);

    private ImmutableSortedDictionary<FileName, TreeNode> Children(DirectoryNode source, DirectoryNode? existing, Verdicts verdicts)
    {
        var children = (existing ?? source).Children.ToBuilder();
        foreach (var (name, child) in source.Children)
        {
            var before = existing?.Children.GetValueOrDefault(name);
            var above = Enter(name);
            var copy = Child(child, before, verdicts);
            Leave(above);
            if (copy is null && existing is null)
                children.Remove(name);
            else if (copy is not null && !ReferenceEquals(copy, existing is null ? child : before))
                children[name] = copy;
        }
        return children.ToImmutable();
    }

    private TreeNode? Child(TreeNode source, TreeNode? existing, Verdicts parent)
    {
        var verdicts = parent;
        var isMeant = !isFiltered || Judge(parent, out verdicts);
        if (source is DirectoryNode directory)
            return isMeant ? Folder(directory, existing, verdicts) : FolderOnTheWay(directory, existing, verdicts);
        return isMeant ? Leaf(source, existing) : null;
    }

    /// <summary>A folder that is copied itself: it looks as the source does, also where it existed.</summary>
    private DirectoryNode Folder(DirectoryNode source, TreeNode? existing, Verdicts verdicts)
    {
        var before = AsFolder(existing);
        var metadata = attributes.ApplyTo(source);
        if (before is { Metadata.Attributes.IsEmpty: false })
            metadata = metadata with { Attributes = before.Metadata.Attributes.SetItems(metadata.Attributes) };
        var children = Children(source, before, verdicts);
        return ReferenceEquals(children, source.Children) && ReferenceEquals(metadata, source.Metadata)
            ? source
            : new DirectoryNode(metadata, children);
    }

    /// <summary>A folder that is copied only for what is meant below it: made if there is something, and otherwise left alone.</summary>
    private DirectoryNode? FolderOnTheWay(DirectoryNode source, TreeNode? existing, Verdicts verdicts)
    {
        if (IsHopeless(verdicts))
            return null;
        var before = existing as DirectoryNode;
        var children = Children(source, before, verdicts);
        if (before is null ? children.IsEmpty : ReferenceEquals(children, before.Children))
            return null;
        AsFolder(existing);
        return before is null
            ? new DirectoryNode(attributes.ApplyTo(source), children)
            : new DirectoryNode(before.Metadata with { Mode = source.Metadata.Mode }, children);
    }

    private TreeNode Leaf(TreeNode source, TreeNode? existing)
    {
        if (existing is DirectoryNode)
            throw Collision($"cannot put {source.Describe()} in the place of the folder", "copy the file into it, or to another name");
        var metadata = attributes.ApplyTo(source);
        if (source is FileNode { Link: { } group } file)
            return file with { Metadata = metadata, Link = LinkOf(group) };
        return ReferenceEquals(metadata, source.Metadata) ? source : source with { Metadata = metadata };
    }

    /// <summary>Hard links among what is copied stay so, but not with the source itself.</summary>
    private LinkGroup LinkOf(LinkGroup group)
    {
        ref var copy = ref CollectionsMarshal.GetValueRefOrAddDefault(links, group, out _);
        return copy ??= new LinkGroup();
    }

    private DirectoryNode? AsFolder(TreeNode? existing) => existing switch
    {
        null => null,
        DirectoryNode directory => directory,
        _ => throw Collision($"cannot put a folder in the place of {existing.Describe()}", "remove it first, or copy to another place"),
    };

    private bool Judge(Verdicts parent, out Verdicts verdicts)
    {
        var relative = CollectionsMarshal.AsSpan(path);
        verdicts = new Verdicts(
            only.IsEmpty ? null : only.Match(relative, parent.Only), exclude.IsEmpty ? null : exclude.Match(relative, parent.Exclude));
        return verdicts.Only is null or { IsMatch: true } && verdicts.Exclude is null or { IsMatch: false };
    }

    private bool IsHopeless(Verdicts verdicts) =>
        verdicts.Exclude is { } excluded && exclude.CoversAllBelow(CollectionsMarshal.AsSpan(path), excluded);

    private int Enter(FileName name)
    {
        names.Add(name);
        if (place.Length + names.Count > FileTree.MaximumDepth)
            throw FileTree.TooDeep([.. place, .. names], span);
        length += 1 + name.Bytes.Length;
        if (length > NameLimits.Path || name.Bytes.Length > NameLimits.Name)
            NameLimits.Check([.. place, .. names], span);
        var above = path.Count;
        if (!isFiltered)
            return above;
        if (above > 0)
            path.Add((byte)'/');
        path.AddRange(name.Bytes);
        return above;
    }

    private void Leave(int above)
    {
        length -= 1 + names[^1].Bytes.Length;
        names.RemoveAt(names.Count - 1);
        path.RemoveRange(above, path.Count - above);
    }

    private RejectedInputException Collision(string what, string hint) =>
        new(Diagnostic.Error(span, "copy-collision", $"{what} '{FileTree.Show([.. place, .. names])}'", hint));
}
