using ImgRep.Files;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Tests.Images;

public class LayerWriterTests
{
    [Fact]
    public void A_small_tree_has_the_digest_that_the_second_implementation_gives()
    {
        var link = new LinkGroup();
        var tree = Trees.Of(
            ("bin/hello", Trees.File("hi\n", link: link)),
            ("bin/hello2", Trees.File("hi\n", link: link)),
            ("bin/sym", Trees.Symlink("hello")));

        var layer = LayerWriter.Write(tree, null, CancellationToken.None);

        layer.Digest.ToString().ShouldBe("sha256:90b6bbbbe7ec6c709d3e8374ee2fea7b009cc9433568bb7a62be96ca9f19a93a");
        layer.Size.ShouldBe(3584);
    }

    [Fact]
    public void The_destination_gets_the_bytes_that_were_hashed()
    {
        using var bytes = new MemoryStream();
        var layer = LayerWriter.Write(Trees.Of(("f", Trees.File(new string('x', 1_000_000)))), bytes, CancellationToken.None);
        layer.ShouldBe(new LayerDescriptor(ImgRep.Primitives.Digest.Compute(bytes.ToArray()), bytes.Length));
    }

    [Fact]
    public void Times_the_root_and_the_mode_of_symlinks_are_not_in_a_layer()
    {
        var plain = Trees.Of(("f", Trees.File()), ("l", Trees.Symlink("f")));
        var other = new FileTree(plain.Root with { Metadata = new Metadata(Modes.Octal("700"), 1, 2) })
            .With(FileTree.Split("f").AsSpan(), new FileNode(Metadata.DefaultFile with { ModifiedAt = 1 }, Trees.Content("")))
            .With(FileTree.Split("l").AsSpan(), new SymlinkNode(new Metadata(Modes.Octal("600")), [(byte)'f']));
        Digest(other).ShouldBe(Digest(plain));
    }

    [Fact]
    public void The_first_name_of_a_file_speaks_for_its_other_names()
    {
        var link = new LinkGroup();
        var agreeing = Trees.Of(("a", Trees.File("x", Modes.Octal("777"), link)), ("b", Trees.File("x", Modes.Octal("777"), link)));
        var quarrelling = Trees.Of(("a", Trees.File("x", Modes.Octal("777"), link)), ("b", Trees.File("other", 0, link)));
        Digest(quarrelling).ShouldBe(Digest(agreeing));
    }

    [Fact]
    public void A_file_whose_other_names_are_gone_is_a_file_like_any() =>
        Digest(Trees.Of(("a", Trees.File("x", link: new LinkGroup())))).ShouldBe(Digest(Trees.Of(("a", Trees.File("x")))));

    [Theory]
    [InlineData("trusted.overlay.opaque")]
    [InlineData("user.overlay.origin")]
    [InlineData("security.selinux")]
    [InlineData("system.posix_acl_access")]
    public void Other_extended_attributes_are_dropped(string name) =>
        Digest(Trees.Of(("f", new FileNode(Metadata.DefaultFile.WithAttribute(name, "x"), Trees.Content("")))))
            .ShouldBe(Digest(Trees.Of(("f", Trees.File()))));

    [Fact]
    public void Extended_attributes_of_symlinks_and_devices_are_dropped() =>
        Digest(Trees.Of(("f", new FifoNode(Metadata.DefaultFile.WithAttribute("user.x", "x")))))
            .ShouldBe(Digest(Trees.Of(("f", new FifoNode(Metadata.DefaultFile)))));

    [Fact]
    public void A_name_that_is_not_utf8_is_refused_by_its_path()
    {
        var folder = Trees.Directory() with { Children = DirectoryNode.NoChildren.Add(FileName.Parse([(byte)'a', 0xFF]), Trees.File()) };
        Refusal(Trees.Of(("dir", folder))).ShouldBe(
            "/dir/a\uFFFD: error: its name is not utf-8: a\\xff (rename it in the build, images hold utf-8 names only)");
    }

    [Fact]
    public void A_symlink_to_what_is_not_utf8_is_refused() =>
        Refusal(Trees.Of(("l", new SymlinkNode(Metadata.DefaultFile, [0xFF])))).ShouldStartWith("/l: error: its target is empty, holds a NUL or is not utf-8");

    [Fact]
    public void A_name_that_unpackers_take_for_a_deletion_is_refused() =>
        Refusal(Trees.Of(("etc/.wh.passwd", Trees.File()))).ShouldStartWith("/etc/.wh.passwd: error: in a layer a name that begins with .wh.");

    [Fact]
    public void A_device_that_overlays_take_for_a_deletion_is_refused()
    {
        Refusal(Trees.Of(("gone", new DeviceNode(Metadata.DefaultFile, IsBlock: false, 0, 0)))).ShouldStartWith("/gone: error: the character device 0, 0");
        Digest(Trees.Of(("kept", new DeviceNode(Metadata.DefaultFile, IsBlock: true, 0, 0)))).ShouldNotBeNull();
    }

    [Fact]
    public void An_extended_attribute_that_no_record_can_name_is_refused() =>
        Refusal(Trees.Of(("f", new FileNode(Metadata.DefaultFile.WithAttribute("user.a=b", "x"), Trees.Content("")))))
            .ShouldStartWith("/f: error: it cannot have the extended attribute user.a=b: a pax record cannot name it");

    [Fact]
    public void More_attributes_than_readers_take_are_refused() =>
        Refusal(Trees.Of(("f", new FileNode(Enumerable.Range(10, 17)
            .Aggregate(Metadata.DefaultFile, (metadata, n) => metadata.WithAttribute($"user.{n}", new string('x', 63_000))), Trees.Content("")))))
            .ShouldStartWith("/f: error: its name, link and extended attributes need 1071476 bytes of pax records");

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_file_that_is_shorter_or_longer_than_announced_is_an_error_that_names_it(int announced)
    {
        var tree = Trees.Of(("usr/f", new FileNode(Metadata.DefaultFile, new FalseLength(announced))));
        Should.Throw<IOException>(() => Digest(tree)).Message.ShouldStartWith("/usr/f ");
    }

    [Fact]
    public void Writing_can_be_cancelled() =>
        Should.Throw<OperationCanceledException>(() => LayerWriter.Write(Trees.Of(("f", Trees.File())), null, new CancellationToken(true)));

    private static string Digest(FileTree tree) => LayerWriter.Write(tree, null, CancellationToken.None).Digest.ToString();

    private static string Refusal(FileTree tree) => Should.Throw<RejectedInputException>(() => Digest(tree)).Message;

    /// <summary>Three bytes, whatever is announced.</summary>
    private sealed record FalseLength(long Length) : IFileContent
    {
        public Digest Digest => Digest.Compute("abc"u8);

        public Stream Open() => new MemoryStream("abc"u8.ToArray());
    }
}
