using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>Reads what <see cref="LayerListing"/> printed.</summary>
/// <param name="open">Gives the content of the file at a path, of a length in bytes and a hash.</param>
public sealed class LayerListingReader(Func<ImmutableArray<FileName>, long, Digest, IFileContent> open)
{
    /// <summary>Deeper folders there are none: no path is longer than PATH_MAX.</summary>
    private const int MaximumDepth = 2048;

    private readonly Dictionary<string, LinkGroup> links = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">The text is not a listing.</exception>
    public LayerDirectory Read(ReadOnlySpan<byte> text)
    {
        var root = new Folder(new LayerDirectory(Metadata.DefaultDirectory, IsOpaque: false, LayerDirectory.NoChildren));
        foreach (var range in text.Split((byte)'\n'))
        {
            if (!text[range].IsEmpty)
                Add(root, Encoding.ASCII.GetString(text[range]).Split(' '));
        }
        return root.Build();
    }

    private void Add(Folder root, string[] fields)
    {
        var kind = fields[0];
        if (fields.Length != (kind switch { "f" => 10, "l" => 8, _ => 7 }))
            throw new FormatException($"a line of a layer listing has {fields.Length} fields");
        var metadata = new Metadata(Modes.Octal(fields[1]), uint.Parse(fields[2], CultureInfo.InvariantCulture),
            uint.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[4], CultureInfo.InvariantCulture))
        {
            Attributes = ReadAttributes(fields[5]),
        };
        var path = FileTree.Split(ListedName.Unescape(fields[6]));
        if (path.IsEmpty)
        {
            root.Self = new LayerDirectory(metadata, kind == "D", LayerDirectory.NoChildren);
            return;
        }
        if (path.Length > MaximumDepth)
            throw new FormatException($"a layer listing names something {path.Length} folders deep");
        var folder = root.Descend(path.AsSpan(0, path.Length - 1));
        if (folder.Folders.ContainsKey(path[^1]) || folder.Leaves.ContainsKey(path[^1]))
            throw new FormatException($"a layer listing names '{path[^1]}' twice");
        if (kind is "d" or "D")
            folder.Folders.Add(path[^1], new Folder(new LayerDirectory(metadata, kind == "D", LayerDirectory.NoChildren)));
        else
            folder.Leaves.Add(path[^1], ReadLeaf(kind, path, metadata, fields));
    }

    private LayerNode ReadLeaf(string kind, ImmutableArray<FileName> path, Metadata metadata, string[] fields) => kind switch
    {
        "f" => new LayerLeaf(new FileNode(
            metadata,
            open(path, long.Parse(fields[7], CultureInfo.InvariantCulture), Digest.Parse("sha256:" + fields[8])),
            ReadLink(fields[9]))),
        "l" => new LayerLeaf(new SymlinkNode(metadata, [.. ListedName.Unescape(fields[7])])),
        "p" => new LayerLeaf(new FifoNode(metadata)),
        "w" => new LayerWhiteout(),
        _ => throw new FormatException($"unknown kind of entry '{kind}' in a layer listing"),
    };

    private LinkGroup? ReadLink(string number)
    {
        if (number == "-")
            return null;
        if (!links.TryGetValue(number, out var link))
            links.Add(number, link = new LinkGroup());
        return link;
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<byte>> ReadAttributes(string text)
    {
        if (text == "-")
            return Metadata.NoAttributes;
        var attributes = Metadata.NoAttributes.ToBuilder();
        foreach (var pair in text.Split(','))
        {
            if (pair.Split('=') is not [var name, var value])
                throw new FormatException($"'{pair}' is no attribute of a layer listing");
            attributes.Add(Encoding.UTF8.GetString(ListedName.Unescape(name)), [.. Convert.FromHexString(value)]);
        }
        return attributes.ToImmutable();
    }

    private sealed class Folder(LayerDirectory self)
    {
        public LayerDirectory Self { get; set; } = self;

        public Dictionary<FileName, Folder> Folders { get; } = [];

        public Dictionary<FileName, LayerNode> Leaves { get; } = [];

        public Folder Descend(ReadOnlySpan<FileName> path)
        {
            var folder = this;
            foreach (var name in path)
            {
                if (!folder.Folders.TryGetValue(name, out folder))
                    throw new FormatException($"a layer listing names what is in '{name}' before it");
            }
            return folder;
        }

        public LayerDirectory Build()
        {
            var children = LayerDirectory.NoChildren.ToBuilder();
            foreach (var (name, leaf) in Leaves)
                children.Add(name, leaf);
            foreach (var (name, folder) in Folders)
                children.Add(name, folder.Build());
            return Self with { Children = children.ToImmutable() };
        }
    }
}
