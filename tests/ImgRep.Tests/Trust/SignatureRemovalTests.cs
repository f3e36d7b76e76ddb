using ImgRep.Trust.Commits;

namespace ImgRep.Tests.Trust;

public class SignatureRemovalTests
{
    private readonly Dictionary<string, GitTree> folders = [];

    [Theory]
    [InlineData("manifests/bob/a", "manifests/bob/a manifests/bob/b manifests/carol/c imgrep/zlib/signature-1", "")]
    [InlineData("manifests/bob/a manifests/bob/b", "manifests/bob/a", "bob signatures/manifests/bob/b")]
    [InlineData("manifests/bob/a=1", "manifests/bob/a=2", "bob signatures/manifests/bob/a")]
    [InlineData("manifests/bob/a manifests/carol/c", "manifests/bob/a", "carol signatures/manifests/carol")]
    [InlineData("manifests/bob/a manifests/carol/c", "manifests/bob=2", "bob signatures/manifests/bob, carol signatures/manifests/carol")]
    [InlineData("manifests/bob/a manifests/carol/c", "x", "bob signatures/manifests/bob, carol signatures/manifests/carol")]
    [InlineData("manifests/bob/a imgrep/zlib/signature-1=1", "", "bob signatures/manifests/bob,  signatures/imgrep/zlib")]
    [InlineData("imgrep/zlib/signature-1=1 imgrep/zlib/signature-3=3", "imgrep/zlib/signature-1=3 imgrep/zlib/signature-2=1", "")]
    [InlineData("imgrep/zlib/signature-1=1 imgrep/zlib/signature-2=1", "imgrep/zlib/signature-1=1", "")]
    [InlineData("imgrep/zlib/signature-1=1 imgrep/zlib/signature-2=2", "imgrep/zlib/signature-1=1", " signatures/imgrep/zlib/signature-2")]
    [InlineData("imgrep/zlib/signature-1=1", "imgrep/musl/signature-1=1", " signatures/imgrep/zlib")]
    [InlineData("other=1", "other=2", " signatures/other")]
    [InlineData("imgrep/zlib/signature-1=1 imgrep/zlib/signature-2=2", "images/alice/zlib/a=1 images/bob/zlib/b=2", " signatures/imgrep/zlib")]
    [InlineData("imgrep/zlib/signature-1=1 imgrep/zlib/signature-2=2", "imgrep/zlib/signature-1=2 images/alice/zlib/a=1", " signatures/imgrep/zlib/signature-1")]
    [InlineData("imgrep/zlib/signature-1=1", "images/alice/musl/a=1", " signatures/imgrep/zlib")]
    [InlineData("images/bob/zlib/a=1 images/bob/zlib/b=2", "images/bob/zlib/a=1", "bob signatures/images/bob/zlib/b")]
    [InlineData("images/bob/zlib/a=1", "images/bob/musl/a=1", "bob signatures/images/bob/zlib")]
    [InlineData("images/bob/zlib/a=1", "images/carol/zlib/a=1", "bob signatures/images/bob")]
    [InlineData("manifests/bob/m=0 manifests/bob/m.asc=1", "manifests/bob/m=0 manifests/bob/m.s.asc=1", "bob signatures/manifests/bob/m.asc")]
    [InlineData("manifests/bob/m=0 manifests/bob/m.asc=1", "manifests/bob/m=0 manifests/bob/n.s.asc=1", "bob signatures/manifests/bob/m.asc")]
    public void What_is_gone_or_replaced_is_found_with_whose_it_is(string before, string after, string removed) =>
        SignatureRemovals.Between(Top(before), Top(after), entry => folders[entry.Id]).Select(removal => $"{removal.Owner} {removal.Path}")
            .ShouldBe(removed.Split(", ", StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);

    [Fact]
    public void A_file_that_becomes_a_link_is_gone_and_one_that_becomes_executable_is_not()
    {
        GitEntry file = new("a", "100644", "1");
        Between(file, file with { Mode = "120000" }).ShouldBe(["signatures/manifests/bob/a"]);
        Between(file, file with { Mode = "100755" }).ShouldBeEmpty();

        IEnumerable<string> Between(GitEntry one, GitEntry other) => SignatureRemovals.Between(
            new GitTree([Folder("signatures", Folder("manifests", Folder("bob", one)))]), new GitTree([Folder("signatures", Folder("manifests", Folder("bob", other)))]),
            entry => folders[entry.Id]).Select(removal => removal.Path);
    }

    /// <param name="files">Each with a content of its own, or the one after <c>=</c>.</param>
    private GitTree Top(string files) => files.Length == 0 ? GitTree.Empty : new GitTree([Folder("signatures", Tree(files.Split(' ')))]);

    private GitEntry[] Tree(IEnumerable<string> files) =>
    [
        .. files.GroupBy(file => file.Split('/')[0]).Select(group => group.First() == group.Key
            ? new GitEntry(group.Key.Split('=')[0], "100644", group.Key.Split('=')[^1]) : Folder(group.Key, Tree(group.Select(file => file[(group.Key.Length + 1)..])))),
    ];

    private GitEntry Folder(string name, params GitEntry[] entries)
    {
        var id = string.Join(' ', entries.Select(entry => $"({entry})"));
        folders[id] = new GitTree([.. entries]);
        return new GitEntry(name, "40000", id);
    }
}
