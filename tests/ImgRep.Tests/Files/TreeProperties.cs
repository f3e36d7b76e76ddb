using FsCheck;
using FsCheck.Fluent;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Files.Differences;
using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Tests.Files;

public class TreeProperties
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Gen<Metadata> AnyMetadata =
        Gen.Choose(0, 3).Select(choice => new Metadata(choice < 2 ? Modes.Octal("755") : Modes.Octal("644"), Owner: (uint)choice));

    private static Gen<TreeNode> AnyNode(int depth) => AnyMetadata.SelectMany(metadata => Gen.Choose(0, depth == 0 ? 2 : 4).SelectMany(kind => kind switch
    {
        0 => Gen.Constant<TreeNode>(new SymlinkNode(metadata, [(byte)'a'])),
        1 or 2 => Gen.Choose(0, 2).Select<int, TreeNode>(content => new FileNode(metadata, new MemoryContent([(byte)content]))),
        _ => AnyFolder(depth - 1).Select<DirectoryNode, TreeNode>(folder => folder with { Metadata = metadata }),
    }));

    private static Gen<DirectoryNode> AnyFolder(int depth) =>
        Gen.SubListOf("a", "b", "c", "d").SelectMany(names => AnyNode(depth).ListOf(names.Count).Select(nodes =>
            new DirectoryNode(Metadata.DefaultDirectory, DirectoryNode.NoChildren.AddRange(
                names.Zip(nodes, (name, node) => KeyValuePair.Create(FileName.Parse(name), node))))));

    private static readonly Arbitrary<FileTree> Trees = AnyFolder(3).Select(root => new FileTree(root)).ToArbitrary();

    [Fact]
    public void The_changes_between_two_trees_lead_from_one_to_the_other() =>
        Check.One(Quick, Prop.ForAll(Trees, Trees, (before, after) =>
        {
            var result = before;
            foreach (var (path, _, node) in TreeDifference.Between(before, after))
                result = node is null ? result.Without(path.AsSpan()) : result.With(path.AsSpan(), Own(node, result.Find(path.AsSpan())));
            TreeText.Print(result).ShouldBe(TreeText.Print(after));
        }));

    [Fact]
    public void A_layer_laid_over_a_tree_makes_it_the_other() =>
        Check.One(Quick, Prop.ForAll(Trees, Trees, (before, after) =>
        {
            TreeText.Print(LayerDirectory.Between(before, after).Over(before)).ShouldBe(TreeText.Print(after));
        }));

    [Fact]
    public void Copying_a_whole_tree_to_an_empty_one_changes_nothing() =>
        Check.One(Quick, Prop.ForAll(Trees, tree =>
            TreeDifference.Between(tree, CopyOperation.Apply(FileTree.Empty, Whole(tree))).ShouldBeEmpty()));

    private static CopyRequest Whole(FileTree tree) => new()
    {
        Span = new SourceSpan("c", 1, 1),
        From = tree,
        Sources = ["/"],
        Destination = "/",
        Documents = [],
        Owner = null,
        Mode = null,
        Parents = false,
        Link = false,
        Exclude = [],
        Ignored = IgnoreFile.Empty,
    };

    /// <summary>A folder as it looks itself, with what is in it already.</summary>
    private static TreeNode Own(TreeNode node, TreeNode? existing) =>
        node is DirectoryNode folder ? folder with { Children = (existing as DirectoryNode)?.Children ?? DirectoryNode.NoChildren } : node;
}
