using FsCheck;
using FsCheck.Fluent;
using ImgRep.Files;

namespace ImgRep.Tests.Images;

/// <summary>Trees of everything that a layer can hold, for properties.</summary>
internal static class RandomTree
{
    private static readonly string[] Names =
        ["a", "b", "c", "a-", "a.b", "~", "é", "日本", new('n', 99), new('n', 100), new('n', 155), new('n', 255), "line\nbreak", " ", "\u007f", "\\"];

    private static readonly uint[] Ids = [0, 1, 1000, 2097151, 2097152, 4294967294];

    /// <summary>The kernel takes no other than a well-formed one (linux/capability.h, vfs_cap_data): revision 2, CAP_NET_BIND_SERVICE.</summary>
    private static readonly string Capability = "\u0001\0\0\u0002\0\u0004\0\0" + new string('\0', 12);

    private static readonly int[] Sizes = [0, 1, 511, 512, 513, 100_000, 600_000];

    private static Gen<string> Path =>
        Gen.Choose(1, 4).SelectMany(depth => Gen.Elements(Names).ListOf(depth)).Select(names => string.Join('/', names));

    private static Gen<Metadata> Metadata =>
        from mode in Gen.Choose(0, Modes.All)
        from owner in Gen.Elements(Ids)
        from @group in Gen.Elements(Ids)
        select new Metadata(mode, owner, @group);

    private static Gen<Metadata> MetadataWithAttributes =>
        from metadata in Metadata
        from name in Gen.Elements("security.capability", "user.x", "user.é", "user.a b")
        from length in Gen.Elements(0, 1, 80, 1000)
        from isSet in Gen.Elements(true, false, false)
        select isSet ? metadata.WithAttribute(name, name == "security.capability" ? Capability : new string('=', length)) : metadata;

    private static Gen<TreeNode> Node => Gen.Frequency(
        (6, from metadata in MetadataWithAttributes from content in Content select (TreeNode)new FileNode(metadata, content)),
        (3, MetadataWithAttributes.Select(metadata => (TreeNode)new DirectoryNode(metadata))),
        (2, from metadata in Metadata from target in Path select (TreeNode)(Trees.Symlink(target) with { Metadata = metadata with { Mode = Modes.Octal("777") } })),
        (1, Metadata.Select(metadata => (TreeNode)new FifoNode(metadata))),
        (1, from metadata in Metadata
            from isBlock in Gen.Elements(true, false)
            from minor in Gen.Choose(0, 0xF_FFFF)
            select (TreeNode)new DeviceNode(metadata, isBlock, 8, (uint)minor)));

    private static Gen<MemoryContent> Content =>
        from size in Gen.Elements(Sizes)
        from letter in Gen.Elements('x', 'y', '\0')
        select Trees.Content(new string(letter, size));

    /// <summary>Entries set one after the other; every third file gets a second name.</summary>
    public static Arbitrary<FileTree> Arbitrary { get; } = Arb.From(
        from entries in Path.Zip(Node).ListOf()
        from names in Gen.Elements(Names).ListOf(entries.Count)
        select Build(entries, names));

    private static FileTree Build(IEnumerable<(string Path, TreeNode Node)> entries, IEnumerable<string> names)
    {
        var tree = FileTree.Empty;
        foreach (var ((path, node), name) in entries.Zip(names))
        {
            tree = tree.With(FileTree.Split(path).AsSpan(), node);
            if (node is not FileNode file || file.Content.Length % 3 != 1)
                continue;
            var linked = file with { Link = new LinkGroup() };
            tree = tree.With(FileTree.Split(path).AsSpan(), linked).With(FileTree.Split($"links/{name}").AsSpan(), linked);
        }
        return tree;
    }
}
