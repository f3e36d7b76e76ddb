using System.Text;
using ImgRep.Files;
using ImgRep.Files.Users;
using ImgRep.Primitives;

namespace ImgRep.Tests.Files;

public class UsersTests
{
    private static readonly SourceSpan Span = new("Containerfile", 2, 1);

    private static readonly FileTree Tree = With("etc/passwd", """
        # comment
        root:x:0:0:root:/root:/bin/sh
        broken
        :x:7:7::/:
        huge:x:4294967295:1::/:
        negative:x:-1:1::/:
        joe:x:1000:1001:Joe:/home/joe:/bin/sh
        """, With("etc/group", """
        wheel:x:10:root,joe
        joe:x:1001:
        audio:x:5:joe,joe
        video:x:6:jo
        """, FileTree.Empty));

    private static FileTree With(string path, string text, FileTree tree) =>
        tree.With(FileTree.Split(path).AsSpan(), new FileNode(Metadata.DefaultFile, new MemoryContent([.. Encoding.UTF8.GetBytes(text)])));

    [Theory]
    [InlineData("joe", 1000u, 1001u)]
    [InlineData("joe:wheel", 1000u, 10u)]
    [InlineData("joe:77", 1000u, 77u)]
    [InlineData("55", 55u, 55u)]
    [InlineData("1000", 1000u, 1000u)]
    [InlineData("55:wheel", 55u, 10u)]
    [InlineData(":wheel", 0u, 10u)]
    public void An_owner_is_looked_up_as_chown_means_it(string text, uint user, uint group)
    {
        var ids = UserIds.Resolve(text, Tree, Span);
        (ids.User, ids.Group).ShouldBe((user, group));
    }

    [Theory]
    [InlineData("joe", 1000u, 1001u, "5 10", "/home/joe")]
    [InlineData("1000", 1000u, 1001u, "5 10", "/home/joe")]
    [InlineData("55", 55u, 0u, "", "/")]
    [InlineData("joe:wheel", 1000u, 10u, "", "/home/joe")]
    public void A_user_has_its_groups_and_its_home(string text, uint user, uint group, string supplementary, string home)
    {
        var ids = UserIds.ResolveUser(text, Tree, Span);
        (ids.User, ids.Group, string.Join(' ', ids.Supplementary), ids.Home).ShouldBe((user, group, supplementary, home));
    }

    [Theory]
    [InlineData("huge", "no user 'huge' in '/etc/passwd' of the destination")]
    [InlineData("negative", "no user 'negative' in '/etc/passwd' of the destination")]
    [InlineData("joe:nobody", "no group 'nobody' in '/etc/group' of the destination")]
    public void A_name_that_is_not_there_is_rejected(string text, string message) =>
        Should.Throw<RejectedInputException>(() => UserIds.Resolve(text, Tree, Span)).Message
            .ShouldBe($"Containerfile:2:1: error: {message} (write its number)");

    [Fact]
    public void Without_the_files_numbers_are_enough() => UserIds.Resolve("1:2", FileTree.Empty, Span).Group.ShouldBe(2u);
}
