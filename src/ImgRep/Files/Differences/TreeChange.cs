using System.Collections.Immutable;

namespace ImgRep.Files.Differences;

/// <summary>One path at which two trees differ.</summary>
/// <param name="Path">Empty for the root itself.</param>
/// <param name="Before">Null if it was added.</param>
/// <param name="After">Null if it was removed, and everything below it too.</param>
public sealed record TreeChange(ImmutableArray<FileName> Path, TreeNode? Before, TreeNode? After)
{
    /// <summary>In what the nodes differ; for one that was added or removed, nothing but <see cref="TreeAspects.Existence"/>. Nodes that
    /// are alike are listed only if they are hard links of other files now.</summary>
    public TreeAspects Aspects => NodeComparison.Differences(Before, After) is var aspects and not TreeAspects.None ? aspects : TreeAspects.Links;

    public override string ToString() =>
        $"{(Before is null ? '+' : After is null ? '-' : '~')} {FileTree.Show(Path.AsSpan())}{(Before is null || After is null ? "" : $" ({Aspects})")}";
}

/// <summary>In what two nodes can differ.</summary>
[Flags]
public enum TreeAspects
{
    None = 0,
    Existence = 1,
    Type = 2,

    /// <summary>A file's bytes, a link's target, or a device's numbers.</summary>
    Content = 4,
    Mode = 8,
    Owner = 16,
    Attributes = 32,
    ModifiedAt = 64,

    /// <summary>Which other files it is a hard link of, and nothing else.</summary>
    Links = 128,
}
