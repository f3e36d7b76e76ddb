using System.Text;
using ImgRep.Building;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>A <c>--mount</c> of a RUN with what it shows. Caches begin empty in every build: what an earlier one left there must not matter.</summary>
/// <param name="Node">What appears at the target.</param>
/// <param name="Content">A root whose only entry, <see cref="EntryName"/>, is what appears at the target; null for an empty folder of memory.</param>
internal sealed record MountedTree(Mount Mount, TreeNode Node, LayerDirectory? Content)
{
    public const string EntryName = "mounted";

    /// <summary>Everything about the mount that a RUN could observe.</summary>
    public string Identity =>
        $"{Mount.Type} {Mount.Target} {Mount.ReadOnly} {Mount.Size} {Mount.Mode} {Mount.Owner} {Mount.Group} {(Content is null ? "" : LayerListing.DigestOf(Content))}";

    /// <summary>Whether what the RUN writes there is kept apart and thrown away.</summary>
    public bool IsScratch => !Mount.ReadOnly;

    /// <summary>A script of a here-document.</summary>
    public static MountedTree Create(HereDocument script)
    {
        var file = new FileNode(new Metadata(Modes.Octal("755")), new MemoryContent([.. Encoding.UTF8.GetBytes(script.Content)]));
        return new MountedTree(new Mount(MountType.Bind, $"{RunInstruction.ScriptFolder}/{script.Name}", ReadOnly: true), file, Wrap(file));
    }

    /// <summary>Where it shall appear.</summary>
    public MountRequest Request(SourceSpan span) => new(Mount.Target, Node, Mount.ReadOnly, Mount.Span ?? span);

    /// <param name="tree">What <c>from</c> names; null for an empty folder.</param>
    public static MountedTree Create(Mount mount, FileTree? tree, SourceSpan span)
    {
        if (tree is null)
            return new MountedTree(mount, CacheFolder.Create(mount), mount.Type == MountType.Tmpfs ? null : Wrap(CacheFolder.Create(mount)));
        var node = tree.Resolve(mount.Source ?? "/", span).Node
            ?? throw new RejectedInputException(Diagnostic.Error(span, "mount-source", $"there is no '{mount.Source}' in {mount.From ?? "the context"}",
                "name a file or folder that exists"));
        return new MountedTree(mount, node, Wrap(node));
    }

    private static LayerDirectory Wrap(TreeNode node) => LayerDirectory.Between(FileTree.Empty, FileTree.Empty.With([FileName.Parse(EntryName)], node));
}
