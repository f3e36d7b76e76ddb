using System.Text;
using ImgRep.Trust.Commits;

namespace ImgRep.Tests.Trust;

public class GitObjectTests
{
    private static readonly string Id = new('a', 40);
    private static readonly string Tree = new('b', 40);

    [Fact]
    public void A_signature_is_taken_out_of_what_it_signs()
    {
        var commit = Parse($"tree {Tree}\nparent {Id}\nauthor a <a> 1 +0000\ncommitter a <a> 1700000000 +0000\ngpgsig one\n two\n \n three\nencoding x\n\nmessage\n\nmore\n");
        Encoding.UTF8.GetString(commit.Payload.Span).ShouldBe($"tree {Tree}\nparent {Id}\nauthor a <a> 1 +0000\ncommitter a <a> 1700000000 +0000\nencoding x\n\nmessage\n\nmore\n");
        Encoding.UTF8.GetString(commit.Signature.Span).ShouldBe("one\ntwo\n\nthree\n");
        commit.Parents.ShouldBe([Id]);
        commit.CommittedAt.ToUnixTimeSeconds().ShouldBe(1700000000);
    }

    [Theory]
    [InlineData("tree {tree}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n", "its headers do not end, or hold a zero")]
    [InlineData("tree {tree}\nauthor a\0 <a> 1 +0000\ncommitter a <a> 1 +0000\n\n", "its headers do not end, or hold a zero")]
    [InlineData("author a <a> 1 +0000\ntree {tree}\ncommitter a <a> 1 +0000\n\n", "'author' stands in it after 'nothing'")]
    [InlineData("tree {tree}\ntree {tree}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\n", "'tree' stands in it after 'tree'")]
    [InlineData("tree {tree}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\nparent {tree}\n\n", "'parent' stands in it after 'committer'")]
    [InlineData("tree b\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\n", "it names its tree or a parent by something else than an id")]
    [InlineData("tree BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\n", "it names its tree or a parent by something else than an id")]
    [InlineData("tree bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\n",
        "it names its tree or a parent by something else than an id")]
    [InlineData("tree {tree}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\nencoding\n\n", "a header of it has no name")]
    [InlineData("tree {tree}\n{65 parents}author a <a> 1 +0000\ncommitter a <a> 1 +0000\n\n", "it has 65 parents, more than 64")]
    [InlineData("tree {tree}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\ngpgsig x\ngpgsig y\n\n", "it has two signatures, or one for another hash")]
    [InlineData("tree {tree}\nauthor a <a> 1 +0000\ncommitter a <a> -1 +0000\n\n", "its committer has no time")]
    [InlineData("tree {tree}\nauthor a <a> 1 +0000\n\n", "it has no committer")]
    [InlineData("tree {tree}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\ngpgsig-sha256 x\n\n", "it has two signatures, or one for another hash")]
    public void What_git_does_not_write_is_refused(string text, string expected) =>
        Should.Throw<MalformedObjectException>(() => Parse(text.Replace("{tree}", Tree, StringComparison.Ordinal)
            .Replace("{65 parents}", string.Concat(Enumerable.Repeat($"parent {Id}\n", 65)), StringComparison.Ordinal))).Message.ShouldBe(expected);

    [Theory]
    [InlineData("100644 .git")]
    [InlineData("40000 .GIT")]
    [InlineData("100644 ..")]
    [InlineData("100644 a/b")]
    [InlineData("100644 ")]
    [InlineData("100666 a")]
    [InlineData("100644 b|100644 a")]
    [InlineData("100644 a|40000 a")]
    public void A_folder_that_could_be_read_in_two_ways_is_refused(string entries) => Should.Throw<MalformedObjectException>(() => GitTree.Parse(Entries(entries), 20));

    [Fact]
    public void A_folder_that_ends_early_is_refused()
    {
        var good = Entries("100644 a");
        foreach (var bytes in (byte[][])[good[..^1], good[..8], good[..3], [.. good, 0, 32], [.. "\0 "u8, .. new byte[30]]])
            Should.Throw<MalformedObjectException>(() => GitTree.Parse(bytes, 20)).Message.ShouldBe("it is truncated");
    }

    [Fact]
    public void Folders_stand_where_a_slash_would_put_them()
    {
        GitTree.Parse(Entries("100644 a.b|40000 a|120000 link|160000 module"), 20).Entries.Select(entry => entry.Name).ShouldBe(["a.b", "a", "link", "module"]);
        Should.Throw<MalformedObjectException>(() => GitTree.Parse(Entries("40000 a|100644 a.b"),
            20)).Message.ShouldBe("a name in it is not allowed, there twice, or out of order");
        Should.Throw<MalformedObjectException>(() => GitTree.Parse(Entries("100664 a"), 20)).Message.ShouldBe("a mode in it is none of git's");
    }

    [Theory]
    [InlineData(40, 'a', true)]
    [InlineData(64, '0', true)]
    [InlineData(39, 'a', false)]
    [InlineData(41, 'a', false)]
    [InlineData(40, 'A', false)]
    [InlineData(40, 'g', false)]
    public void Ids_are_whole_and_in_small_letters(int length, char digit, bool isId) => ObjectId.IsId(new string(digit, length)).ShouldBe(isId);

    [Fact]
    public void Differences_are_found_by_name_mode_and_content()
    {
        var before = GitTree.Parse(Entries("100644 gone|100644 mode|100644 same"), 20);
        var after = GitTree.Parse(Entries("100755 mode|100644 new|100644 same"), 20);
        GitTree.Differences(before, after).Select(change => (change.Before?.Name, change.After?.Name)).ShouldBe([("mode", "mode"), (null, "new"), ("gone", null)]);
    }

    [Fact]
    public void An_object_is_named_by_its_content()
    {
        // git hash-object -t blob --stdin </dev/null
        ObjectId.IsOf("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "blob", []).ShouldBeTrue();
        ObjectId.IsOf("473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813", "blob", []).ShouldBeTrue();
        ObjectId.IsOf("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "blob", "x"u8).ShouldBeFalse();
        ObjectId.IsOf("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "tree", []).ShouldBeFalse();
    }

    private static byte[] Entries(string entries) => [.. entries.Split('|').SelectMany(entry => (byte[])[.. Encoding.Latin1.GetBytes(entry), 0, .. new byte[20]])];

    private static GitCommit Parse(string text) => GitCommit.Parse(Id, Encoding.Latin1.GetBytes(text));
}
