using ImgRep.Files;
using ImgRep.Files.Differences;

namespace ImgRep.Tests.Files;

public class DifferenceTests
{
    private static readonly FileTree Before = TreeText.Parse("""
        0755 0:0 a/
        0644 0:0 a/same = same
        0644 0:0 a/text = one
        0755 0:0 b/
        0644 0:0 b/gone = gone
        0644 0:0 c = file
        0644 0:0 x = linked
        0644 0:0 y => x
        0644 0:0 z = alone
        """);

    private static string[] Changes(FileTree before, FileTree after) =>
        [.. TreeDifference.Between(before, after).Select(change => change.ToString())];

    [Fact]
    public void A_tree_does_not_differ_from_one_that_is_read_again() =>
        Changes(Before, TreeText.Parse(TreeText.Print(Before))).ShouldBeEmpty();

    [Fact]
    public void Changes_come_depth_first_and_in_order_of_names()
    {
        var after = TreeText.Parse("""
            0755 0:0 a/
            0644 0:0 a/same = same
            0600 0:0 a/text = two
            0644 0:7 b = file now
            0700 0:0 c/
            0644 0:0 c/new = new
            0644 0:0 x = linked
            0644 0:0 y => x
            0644 0:0 z = alone
            """);
        Changes(Before, after).ShouldBe(["~ /a/text (Content, Mode)", "~ /b (Type)", "~ /c (Type)", "+ /c/new"]);
    }

    [Fact]
    public void A_folder_that_goes_is_one_change() =>
        Changes(Before, Before.Without(FileTree.Split("a").AsSpan())).ShouldBe(["- /a"]);

    [Fact]
    public void A_time_alone_is_a_change()
    {
        var node = Before.Find("c")!;
        var after = Before.With(FileTree.Split("c").AsSpan(), node with { Metadata = node.Metadata with { ModifiedAt = 1 } });
        Changes(Before, after).ShouldBe(["~ /c (ModifiedAt)"]);
    }

    [Fact]
    public void Attributes_are_compared_by_their_bytes()
    {
        FileTree With(params byte[] value) => Before.With(FileTree.Split("c").AsSpan(), Before.Find("c")! with
        {
            Metadata = Metadata.DefaultFile with { Attributes = Metadata.NoAttributes.Add("user.x", [.. value]) },
        });
        Changes(With(1, 2), With(1, 2)).ShouldBeEmpty();
        Changes(With(1, 2), With(1, 3)).ShouldBe(["~ /c (Attributes)"]);
    }

    [Fact]
    public void Files_that_are_no_longer_linked_are_changes_although_nothing_else_differs()
    {
        var after = TreeText.Parse(TreeText.Print(Before).Replace("y => x", "y = linked", StringComparison.Ordinal));
        Changes(Before, after).ShouldBe(["~ /x (Links)", "~ /y (Links)"]);
    }

    [Fact]
    public void A_file_that_leaves_its_group_for_another_is_a_change()
    {
        var other = new LinkGroup();
        var file = (FileNode)Before.Find("y")!;
        var after = Before.With(FileTree.Split("y").AsSpan(), file with { Link = other })
            .With(FileTree.Split("z").AsSpan(), file with { Link = other });
        TreeDifference.Between(Before, after).Select(change => FileTree.Show(change.Path.AsSpan())).ShouldBe(["/y", "/z"]);
    }
}
