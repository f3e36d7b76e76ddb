using System.Globalization;
using System.Text;
using ImgRep.Files;

namespace ImgRep.Tests.Files;

/// <summary>File trees as text, one entry a line, in the notation of <c>tests/vectors/files/README.md</c>.</summary>
internal static class TreeText
{
    public static FileTree Parse(string text)
    {
        var tree = FileTree.Empty;
        var links = new Dictionary<string, LinkGroup>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ', 3);
            var owner = fields[1].Split(':');
            var metadata = new Metadata(
                Convert.ToInt32(fields[0], 8), uint.Parse(owner[0], CultureInfo.InvariantCulture), uint.Parse(owner[1], CultureInfo.InvariantCulture));
            tree = Add(tree, fields[2], metadata, links);
        }
        return tree;
    }

    private static FileTree Add(FileTree tree, string entry, Metadata metadata, Dictionary<string, LinkGroup> links)
    {
        if (entry.Split(" => ") is [var alias, var original])
        {
            var file = (FileNode)tree.Find(original)!;
            var group = links.TryGetValue(original, out var known) ? known : links[original] = new LinkGroup();
            return tree.With(FileTree.Split(original).AsSpan(), file with { Link = group })
                .With(FileTree.Split(alias).AsSpan(), file with { Link = group });
        }
        return tree.With(FileTree.Split(entry.Split(" -> ")[0].Split(" = ")[0]).AsSpan(), Node(entry, metadata));
    }

    private static TreeNode Node(string entry, Metadata metadata) =>
        entry.EndsWith('/') ? new DirectoryNode(metadata)
        : entry.Split(" -> ") is [_, var target] ? new SymlinkNode(metadata, [.. Encoding.UTF8.GetBytes(target)])
        : new FileNode(metadata, new MemoryContent([.. Encoding.UTF8.GetBytes(entry.Split(" = ") is [_, var content] ? content : "")]));

    public static string Print(FileTree tree)
    {
        var text = new StringBuilder();
        Print(tree.Root, "", text, []);
        return text.ToString();
    }

    private static void Print(DirectoryNode directory, string path, StringBuilder text, Dictionary<LinkGroup, string> links)
    {
        foreach (var (name, node) in directory.Children)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Convert.ToString(node.Metadata.Mode, 8).PadLeft(4, '0')} ");
            text.Append(CultureInfo.InvariantCulture, $"{node.Metadata.Owner}:{node.Metadata.Group} {path}{name}{Details(node, path + name, links)}\n");
            if (node is DirectoryNode child)
                Print(child, $"{path}{name}/", text, links);
        }
    }

    private static string Details(TreeNode node, string path, Dictionary<LinkGroup, string> links) => node switch
    {
        DirectoryNode => "/",
        SymlinkNode link => " -> " + Encoding.UTF8.GetString(link.Target.AsSpan()),
        FileNode { Link: { } group } when !links.TryAdd(group, path) => " => " + links[group],
        FileNode { Content.Length: 0 } => "",
        FileNode file => " = " + Read(file.Content),
        DeviceNode device => $" {(device.IsBlock ? 'b' : 'c')}{device.Major},{device.Minor}",
        _ => " fifo",
    };

    public static string Read(IFileContent content)
    {
        using var reader = new StreamReader(content.Open());
        return reader.ReadToEnd();
    }
}
