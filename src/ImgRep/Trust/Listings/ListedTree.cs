using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Trust.Listings;

/// <summary>Lists the files of an image.</summary>
/// <param name="dates">What to look for in files; null for nothing.</param>
public sealed class ListedTree(BuildDates? dates)
{
    private readonly Dictionary<string, ImmutableArray<ListedEntry>> folders = new(StringComparer.Ordinal);
    private readonly Dictionary<LinkGroup, string> linked = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> dated = [];

    /// <summary>The files that hold a date of the build, in the order of the image.</summary>
    public IReadOnlyList<string> Dated => dated;

    /// <param name="room">Bytes that the lines of open folders may take.</param>
    public TreeListing List(FileTree tree, long room)
    {
        var root = Add(TreeListing.Top, tree.Root);
        var all = new TreeListing(folders.Values.Sum(entries => (long)entries.Length), root, folders.ToImmutableDictionary(StringComparer.Ordinal));
        var open = ImmutableDictionary.CreateBuilder<string, ImmutableArray<ListedEntry>>(StringComparer.Ordinal);
        foreach (var folder in all.Open())
        {
            var size = folder.Length + TreeListing.Text(folders[folder]).Length;
            if (size > room || (folder != TreeListing.Top && !open.ContainsKey(ParentOf(folder))))
                continue;
            room -= size;
            open.Add(folder, folders[folder]);
        }
        return all with { Folders = open.ToImmutable() };
    }

    private static string ParentOf(string folder) => folder.LastIndexOf('/') is var slash and > 0 ? folder[..slash] : TreeListing.Top;

    /// <summary>Depth-first, in the order of the layer: the first path of a file that has several is the file.</summary>
    private Digest Add(string path, DirectoryNode folder)
    {
        var entries = ImmutableArray.CreateBuilder<ListedEntry>(folder.Children.Count);
        foreach (var (name, node) in folder.Children)
        {
            var inside = $"{(path == TreeListing.Top ? "" : path)}/{ListedName.Escape(name.Bytes)}";
            var (kind, size, hash, bytes) = Describe(inside, node);
            var metadata = node.Metadata;
            entries.Add(new ListedEntry(kind, metadata.Mode, metadata.Owner, metadata.Group, AttributesOf(metadata), size, hash, bytes, name));
        }
        folders.Add(path, entries.MoveToImmutable());
        return TreeListing.HashOf(folders[path]);
    }

    private (char Kind, long Size, Digest Hash, string Bytes) Describe(string path, TreeNode node)
    {
        switch (node)
        {
            case DirectoryNode directory:
                return ('d', directory.Children.Count, Add(path, directory), ListedEntry.None);
            case FileNode { Link: { } link } when linked.TryGetValue(link, out var first):
                return OfText('h', first);
            case FileNode file:
                if (file.Link is not null)
                    linked.Add(file.Link, path);
                var facts = ContentFacts.Read(file.Content, dates);
                if (facts.IsDated)
                    dated.Add(path);
                return ('f', file.Content.Length, facts.Hash, facts.Bytes);
            case SymlinkNode link:
                return ('l', link.Target.Length, Digest.Compute(link.Target.AsSpan()), ListedEntry.None);
            case DeviceNode device:
                return OfText(device.IsBlock ? 'b' : 'c', string.Create(CultureInfo.InvariantCulture, $"{device.Major} {device.Minor}"));
            default:
                return OfText('p', "");
        }
    }

    private static (char, long, Digest, string) OfText(char kind, string text) => (kind, text.Length, Digest.Compute(Encoding.ASCII.GetBytes(text)), ListedEntry.None);

    private static Digest? AttributesOf(Metadata metadata) => metadata.Attributes.IsEmpty ? null : Digest.Compute(Encoding.ASCII.GetBytes(string.Concat(
        metadata.Attributes.Select(one => $"{ListedName.Escape(Encoding.UTF8.GetBytes(one.Key))}={Convert.ToHexStringLower(one.Value.AsSpan())}\n"))));
}
