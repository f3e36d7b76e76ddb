using System.Collections.Immutable;

namespace ImgRep.Files;

/// <summary>One entry of a file tree. Nodes are immutable; a changed tree shares what did not change.</summary>
public abstract record TreeNode(Metadata Metadata)
{
    /// <summary>What it is, for messages: <c>a directory</c>, <c>a file</c>.</summary>
    public string Describe() => this switch
    {
        DirectoryNode => "a directory",
        FileNode => "a file",
        SymlinkNode => "a symbolic link",
        FifoNode => "a fifo",
        _ => "a device",
    };
}

public sealed record DirectoryNode(Metadata Metadata, ImmutableSortedDictionary<FileName, TreeNode> Children) : TreeNode(Metadata)
{
    public static ImmutableSortedDictionary<FileName, TreeNode> NoChildren { get; } =
        ImmutableSortedDictionary<FileName, TreeNode>.Empty;

    public DirectoryNode(Metadata metadata) : this(metadata, NoChildren) { }
}

/// <param name="Link">Null for a file with one name. Files that share one (by reference) are hard links of each other.</param>
public sealed record FileNode(Metadata Metadata, IFileContent Content, LinkGroup? Link = null) : TreeNode(Metadata);

/// <param name="Target">The bytes of the link, never empty, not resolved.</param>
public sealed record SymlinkNode(Metadata Metadata, ImmutableArray<byte> Target) : TreeNode(Metadata);

public sealed record FifoNode(Metadata Metadata) : TreeNode(Metadata);

public sealed record DeviceNode(Metadata Metadata, bool IsBlock, uint Major, uint Minor) : TreeNode(Metadata);

/// <summary>The identity that hard links share. Compared by reference: it has no content of its own.</summary>
public sealed class LinkGroup;
