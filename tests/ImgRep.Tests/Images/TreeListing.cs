using System.Globalization;
using System.Text;
using ImgRep.Files;

namespace ImgRep.Tests.Images;

/// <summary>All that a layer keeps of a tree as lines of text: equal text, equal trees.</summary>
internal static class TreeListing
{
    public static string Of(FileTree tree)
    {
        var lines = new StringBuilder();
        var firsts = new Dictionary<LinkGroup, string>();
        var open = new Stack<(string Path, TreeNode Node)>();
        open.Push(("", tree.Root));
        while (open.TryPop(out var entry))
        {
            if (entry.Path.Length > 0)
                lines.Append(CultureInfo.InvariantCulture, $"{entry.Path} {Kind(entry.Path, entry.Node, firsts)} {Show(entry.Node.Metadata)}\n");
            if (entry.Node is DirectoryNode directory)
            {
                foreach (var (name, child) in directory.Children.Reverse())
                    open.Push(($"{entry.Path}/{name}", child));
            }
        }
        return lines.ToString();
    }

    private static string Kind(string path, TreeNode node, Dictionary<LinkGroup, string> firsts) => node switch
    {
        FileNode { Link: { } group } when !firsts.TryAdd(group, path) => $"link to {firsts[group]}",
        FileNode file => $"file {file.Content.Length} {file.Content.Digest}",
        SymlinkNode link => $"symlink {Convert.ToHexString(link.Target.AsSpan())}",
        DeviceNode device => $"device {device.IsBlock} {device.Major} {device.Minor}",
        _ => node.GetType().Name,
    };

    private static string Show(Metadata metadata) =>
        $"{metadata.Mode} {metadata.Owner} {metadata.Group} {string.Join(' ', metadata.Attributes.Select(a => $"{a.Key}={Convert.ToHexString(a.Value.AsSpan())}"))}";
}
