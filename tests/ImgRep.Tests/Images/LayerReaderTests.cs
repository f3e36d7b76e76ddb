using FsCheck;
using FsCheck.Fluent;
using ImgRep.Files;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Tests.Images;

public class LayerReaderTests
{
    private static readonly FileTree Small = Trees.Of(
        ("bin", Trees.Directory()), ("bin/hello", Trees.File("hi\n")), ("etc", Trees.Directory()), ("z", Trees.Symlink("bin")));

    [Fact]
    public void What_is_written_is_read() =>
        Prop.ForAll(RandomTree.Arbitrary, tree =>
        {
            var (bytes, layer) = Write(tree);
            TreeListing.Of(Read(bytes, layer)).ShouldBe(TreeListing.Of(tree));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_content_is_the_slice_of_the_layer_that_holds_it()
    {
        var (bytes, layer) = Write(Small);
        var content = ((FileNode)Read(bytes, layer).Find("bin/hello")!).Content;
        using var stream = content.Open();
        using var reader = new StreamReader(stream);
        reader.ReadToEnd().ShouldBe("hi\n");
    }

    [Fact]
    public void A_tree_ten_thousand_folders_deep_is_written_and_read()
    {
        var node = Trees.Directory();
        for (var i = 0; i < 10_000; i++)
            node = Trees.Directory() with { Children = DirectoryNode.NoChildren.Add(FileName.Parse("d"), node) };
        var (bytes, layer) = Write(new FileTree(node));
        Read(bytes, layer).Root.Children.Count.ShouldBe(1);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_said_to_be_a_wrong_digest()
    {
        var (bytes, layer) = Write(Small);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 1;
            Rule(() => Read(damaged, layer)).ShouldBe("layer-digest", $"with a bit of byte {at} flipped");
        }
    }

    [Fact]
    public void Any_change_of_a_layer_makes_it_another_layer_or_none()
    {
        // The digest is that of the changed bytes, so only the canonical form can refuse them.
        var (bytes, _) = Write(Small);
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var changed = bytes.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            if (TryRead(changed) is { } tree)
                Write(tree).Bytes.ShouldBe(changed);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 512)]
    [InlineData(0, 700)]
    [InlineData(0, 1024 + 3)]
    [InlineData(512, 1024)]
    public void A_part_of_a_layer_is_no_layer(int start, int end) =>
        Rule(() => ReadAs(Write(Small).Bytes[start..end])).ShouldBe("layer-not-canonical");

    [Fact]
    public void Bytes_after_the_end_are_not_canonical() =>
        Rule(() => ReadAs([.. Write(Small).Bytes, .. new byte[512]])).ShouldBe("layer-not-canonical");

    [Fact]
    public void Entries_in_another_order_are_not_canonical()
    {
        var bytes = Write(Trees.Of(("a", Trees.Directory()), ("b", Trees.Directory()))).Bytes;
        Rule(() => ReadAs([.. bytes[512..1024], .. bytes[..512], .. bytes[1024..]])).ShouldBe("layer-not-canonical");
    }

    [Theory]
    [InlineData("/absolute")]
    [InlineData("../outside")]
    [InlineData("missing/parent")]
    [InlineData("./dot")]
    public void Paths_that_lead_elsewhere_are_not_canonical(string path) =>
        Rule(() => ReadAs(Entry(new TarHeader(TarEntryType.File, System.Text.Encoding.UTF8.GetBytes(path))))).ShouldBe("layer-not-canonical");

    [Theory]
    [InlineData("nowhere")]
    [InlineData("../etc/passwd")]
    [InlineData("self")]
    public void A_hard_link_to_anything_but_an_earlier_file_is_not_canonical(string target) =>
        Rule(() => ReadAs(Entry(new TarHeader(TarEntryType.HardLink, "self"u8.ToArray()) { LinkPath = System.Text.Encoding.UTF8.GetBytes(target) })))
            .ShouldBe("layer-not-canonical");

    [Fact]
    public void A_size_that_no_layer_reaches_is_not_canonical() =>
        Rule(() => ReadAs(Entry(new TarHeader(TarEntryType.File, "f"u8.ToArray()) { Size = long.MaxValue - 512 }))).ShouldBe("layer-not-canonical");

    [Fact]
    public void A_pax_header_larger_than_readers_take_is_not_canonical() =>
        Rule(() => ReadAs(Entry(new TarHeader(TarEntryType.Pax, "././@PaxHeader"u8.ToArray()) { Size = 1 << 30 }))).ShouldBe("layer-not-canonical");

    private static byte[] Entry(TarHeader header)
    {
        using var bytes = new MemoryStream();
        using var output = new HashPipeline(bytes);
        TarWriter.WriteHeader(header, output);
        TarWriter.WriteEnd(output);
        output.Complete();
        return bytes.ToArray();
    }

    private static (byte[] Bytes, LayerDescriptor Layer) Write(FileTree tree)
    {
        using var bytes = new MemoryStream();
        var layer = LayerWriter.Write(tree, bytes, CancellationToken.None);
        return (bytes.ToArray(), layer);
    }

    private static FileTree Read(byte[] bytes, LayerDescriptor layer)
    {
        using var stream = new MemoryStream(bytes);
        return LayerReader.Read(stream, layer, (offset, length, digest) => new Slice(bytes, offset, length, digest), CancellationToken.None);
    }

    private static FileTree ReadAs(byte[] bytes) => Read(bytes, new LayerDescriptor(Digest.Compute(bytes), bytes.Length));

    private static FileTree? TryRead(byte[] bytes)
    {
        try
        {
            return ReadAs(bytes);
        }
        catch (RejectedInputException)
        {
            return null;
        }
    }

    private static string Rule(Action read) => Should.Throw<RejectedInputException>(read).Diagnostics.Single().Rule.Name;

    private sealed record Slice(byte[] Layer, long Offset, long Length, Digest Digest) : IFileContent
    {
        public Stream Open() => new MemoryStream(Layer, (int)Offset, (int)Length);
    }
}
