using System.Text;
using ImgRep.Files;

namespace ImgRep.Tests.Images;

/// <summary>Trees in few words.</summary>
internal static class Trees
{
    public static FileTree Of(params (string Path, TreeNode Node)[] entries) =>
        entries.Aggregate(FileTree.Empty, (tree, entry) => tree.With(FileTree.Split(entry.Path).AsSpan(), entry.Node));

    public static FileNode File(string text = "", int mode = 0b110_100_100, LinkGroup? link = null, uint owner = 0, uint group = 0) =>
        new(new Metadata(mode, owner, group), Content(text), link);

    public static DirectoryNode Directory(int mode = 0b111_101_101) => new(new Metadata(mode));

    public static SymlinkNode Symlink(string target) => new(new Metadata(Modes.Octal("777")), [.. Encoding.UTF8.GetBytes(target)]);

    public static MemoryContent Content(string text) => new([.. Encoding.UTF8.GetBytes(text)]);

    public static Metadata WithAttribute(this Metadata metadata, string name, string value) =>
        metadata with { Attributes = metadata.Attributes.SetItem(name, [.. Encoding.UTF8.GetBytes(value)]) };
}
