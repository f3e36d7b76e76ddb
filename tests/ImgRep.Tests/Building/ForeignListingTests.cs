using System.Text;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Tests.Building;

/// <summary>Listings that others wrote: what no step can leave is not read, and whatever is read is what was written.</summary>
public class ForeignListingTests
{
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Root = "d 755 0 0 315532800000000000 - /\n";

    private static readonly Dictionary<Digest, IFileContent> Contents = new() { [Digest.Compute([])] = new MemoryContent([]) };

    [Fact]
    public void What_a_step_left_is_read()
    {
        var text = Root + $"f 4755 5 7 1 security.capability=0100000200000000000000000000000000000000 /a\\20b 0 {Empty} 0\nD 1777 0 0 -1 user.x=00ff /folder\n"
            + $"f 644 0 0 1 - /folder/again 0 {Empty} 0\nw 644 0 0 315532800000000000 - /gone\nl 777 0 0 1 - /link ../\\ff\np 600 0 0 1 - /pipe\n";
        var layer = ForeignListing.Read(Encoding.ASCII.GetBytes(text), Contents);
        Encoding.ASCII.GetString(LayerListing.Print(layer)).ShouldBe(text);
        var folder = layer.Children[FileName.Parse("folder")].ShouldBeOfType<LayerDirectory>();
        folder.IsOpaque.ShouldBeTrue();
        ((FileNode)((LayerLeaf)folder.Children.Values.Single()).Node).Link.ShouldBeSameAs(((FileNode)((LayerLeaf)layer.Children[FileName.Parse("a b")]).Node).Link);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n" + Root)]
    [InlineData(Root + Root)]
    [InlineData("f 755 0 0 315532800000000000 - / 0 " + Empty + " -\n")]
    [InlineData("d 0755 0 0 315532800000000000 - /\n")]
    [InlineData(Root + "d 755 0 0 1 - /b\nd 755 0 0 1 - /a\n")]
    [InlineData(Root + "d 755 0 0 1 - /a\nd 755 0 0 1 - /a\n")]
    [InlineData(Root + "d 755 0 0 1 - /a\np 644 0 0 1 - /a\n")]
    [InlineData(Root + "p 644 0 0 1 - /a\np 644 0 0 1 - /a/b\n")]
    [InlineData(Root + "l 777 0 0 1 - /a /etc\np 644 0 0 1 - /a/b\n")]
    [InlineData(Root + "p 644 0 0 1 - /missing/a\n")]
    [InlineData(Root + "p 644 0 0 1 - /../a\n")]
    [InlineData(Root + "p 644 0 0 1 - /a/../b\n")]
    [InlineData(Root + "p 644 0 0 1 - /\\2e\\2e\n")]
    [InlineData(Root + "p 644 0 0 1 - /a\\2fb\n")]
    [InlineData(Root + "p 644 0 0 1 - /a\\00\n")]
    [InlineData(Root + "p 644 0 0 1 - a\n")]
    [InlineData(Root + "p 644 0 0 1 - /a\\zz\n")]
    [InlineData(Root + "p 644 0 0 1 - /a\\2\n")]
    [InlineData(Root + "p 17777 0 0 1 - /a\n")]
    [InlineData(Root + "p -1 0 0 1 - /a\n")]
    [InlineData(Root + "p 777777777777777777777777 0 0 1 - /a\n")]
    [InlineData(Root + "p 644 65536 0 1 - /a\n")]
    [InlineData(Root + "p 644 0 65536 1 - /a\n")]
    [InlineData(Root + "p 644 -1 0 1 - /a\n")]
    [InlineData(Root + "p 644 0 0 9223372036854775807 - /a\n")]
    [InlineData(Root + "p 644 0 0 99999999999999999999 - /a\n")]
    [InlineData(Root + "p 644 0 0 1 user.x=00 /a\n")]
    [InlineData(Root + "d 755 0 0 1 trusted.overlay.opaque=79 /a\n")]
    [InlineData(Root + "d 755 0 0 1 user.overlay.redirect=2f /a\n")]
    [InlineData(Root + "d 755 0 0 1 user.x=00,user.x=00 /a\n")]
    [InlineData(Root + "d 755 0 0 1 user.x=0 /a\n")]
    [InlineData(Root + "d 755 0 0 1 user.x /a\n")]
    [InlineData(Root + "c 644 0 0 1 - /a 1 3\n")]
    [InlineData(Root + "b 644 0 0 1 - /a 8 0\n")]
    [InlineData(Root + "w 644 0 0 1 - /a\n")]
    [InlineData(Root + "l 777 0 0 1 - /a \n")]
    [InlineData(Root + "l 777 0 0 1 - /a b\\00\n")]
    [InlineData(Root + "f 644 0 0 1 - /a 1 " + Empty + " -\n")]
    [InlineData(Root + "f 644 0 0 1 - /a -1 " + Empty + " -\n")]
    [InlineData(Root + "f 644 0 0 1 - /a 0 f3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 -\n")]
    [InlineData(Root + "f 644 0 0 1 - /a 0 " + Empty + " 1\n")]
    [InlineData(Root + "x 644 0 0 1 - /a\n")]
    [InlineData(Root + "p 644 0 0 1 - /a")]
    [InlineData(Root + "p 644 0 0 1 - /a b\n")]
    public void What_no_step_can_leave_is_refused(string text) => Refused(text);

    [Fact]
    public void A_name_a_path_and_folders_are_no_longer_than_Linux_has_them()
    {
        ForeignListing.Read(Encoding.ASCII.GetBytes(Root + $"p 644 0 0 1 - /{new string('a', 255)}\n"), Contents);
        Refused(Root + $"p 644 0 0 1 - /{new string('a', 256)}\n");
        Refused(Nested(21, new string('a', 200)));
        ForeignListing.Read(Encoding.ASCII.GetBytes(Nested(20, new string('a', 200))), Contents);
        Refused(Nested(5_000, "a"));
    }

    /// <summary>One content may stand for many files: a listing of a few kilobytes could fill any disk.</summary>
    [Fact]
    public void All_files_together_are_no_larger_than_a_step_may_be()
    {
        var large = new Declared(ForeignListing.LargestTree / 2);
        var contents = new Dictionary<Digest, IFileContent> { [large.Digest] = large };
        string Listing(int files) => Root + string.Concat(Enumerable.Range(0, files).Select(number => $"f 644 0 0 1 - /{number} {large.Length} {large.Digest.Hex} -\n"));
        ForeignListing.Read(Encoding.ASCII.GetBytes(Listing(2)), contents);
        Should.Throw<InvalidDataException>(() => ForeignListing.Read(Encoding.ASCII.GetBytes(Listing(3)), contents));
        Should.Throw<InvalidDataException>(() => ForeignListing.Read(new byte[ForeignListing.Largest + 1], contents)).Message.ShouldContain("more than");
    }

    private static void Refused(string text) => Should.Throw<InvalidDataException>(() => ForeignListing.Read(Encoding.ASCII.GetBytes(text), Contents));

    private static string Nested(int depth, string name)
    {
        var text = new StringBuilder(Root);
        var path = "";
        for (var level = 0; level < depth; level++)
            text.Append("d 755 0 0 1 - ").Append(path += "/" + name).Append('\n');
        return text.ToString();
    }

    private sealed record Declared(long Length) : IFileContent
    {
        public Digest Digest { get; } = Digest.Compute("large"u8);

        public Stream Open() => throw new InvalidOperationException("nobody reads it");
    }
}
