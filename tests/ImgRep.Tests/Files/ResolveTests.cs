using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Tests.Files;

public class ResolveTests
{
    private static readonly SourceSpan Span = new("Containerfile", 3, 1);

    private static readonly FileTree Tree = TreeText.Parse("""
        0755 0:0 usr/
        0755 0:0 usr/lib/
        0644 0:0 usr/lib/a = a
        0777 0:0 lib -> usr/lib
        0777 0:0 abs -> /lib/a
        0777 0:0 up -> ../../../usr
        0777 0:0 gone -> nowhere/x
        0777 0:0 usr/back -> ../lib
        0777 0:0 via -> lib/../lib/a
        0777 0:0 loop -> loop2
        0777 0:0 loop2 -> loop
        """);

    private static string Resolve(string path, bool followLast = true) =>
        FileTree.Show(Tree.Resolve(path, Span, followLast).Path.AsSpan());

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/usr/lib/a", "/usr/lib/a")]
    [InlineData("/lib/a", "/usr/lib/a")]
    [InlineData("/abs", "/usr/lib/a")]
    [InlineData("/up/lib", "/usr/lib")]
    [InlineData("/usr/back/a", "/usr/lib/a")]
    public void Links_are_followed_inside_the_root(string path, string expected) => Resolve(path).ShouldBe(expected);

    [Fact]
    public void Two_dots_in_a_link_go_up_from_where_the_path_before_them_leads() => Resolve("/via").ShouldBe("/usr/lib/a");

    [Fact]
    public void The_last_link_is_kept_when_it_is_not_to_be_followed() => Resolve("/usr/back", followLast: false).ShouldBe("/usr/back");

    [Fact]
    public void What_does_not_exist_is_kept_so_that_it_can_be_made() => Resolve("/gone/y/z").ShouldBe("/nowhere/x/y/z");

    [Fact]
    public void Nothing_is_found_below_a_file() => Tree.Resolve("/lib/a/b", Span).Node.ShouldBeNull();

    [Fact]
    public void A_loop_of_links_is_rejected_where_the_instruction_stands() =>
        Should.Throw<RejectedInputException>(() => Resolve("/loop/x")).Message
            .ShouldBe("Containerfile:3:1: error: more than 40 symbolic links on the way to '/loop/x' (remove the loop)");

    [Fact]
    public void A_folder_is_made_where_its_link_leads() =>
        Tree.WithDirectory("/gone/d", Metadata.DefaultDirectory with { Owner = 5 }, Span)
            .Find("/nowhere/x/d").ShouldBeOfType<DirectoryNode>().Metadata.Owner.ShouldBe(5u);

    [Fact]
    public void A_folder_that_exists_is_left_as_it_is() =>
        Tree.WithDirectory("/lib", Metadata.DefaultDirectory with { Owner = 5 }, Span).ShouldBeSameAs(Tree);

    [Fact]
    public void A_folder_cannot_be_made_below_a_file() =>
        Should.Throw<RejectedInputException>(() => Tree.WithDirectory("/lib/a/b", Metadata.DefaultDirectory, Span)).Message
            .ShouldBe("Containerfile:3:1: error: '/usr/lib/a' is a file, not a directory (choose another destination)");
}
