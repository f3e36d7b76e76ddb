using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Images.Layers;
using ImgRep.Primitives;
using ImgRep.Tests.Files;

namespace ImgRep.Tests.Images;

/// <summary>Layers of other tools, one over the other.</summary>
public class OciLayerTests
{
    private const string Below = """
        0700 3:4 a/
        0644 0:0 a/old = x
        0755 0:0 usr/
        0755 0:0 usr/lib/
        0644 0:0 usr/lib/old = x
        0777 0:0 lib -> usr/lib

        """;

    private static string Over(string layer) => TreeText.Print(Over(TreeText.Parse(Below), TarBytes.Parse(layer)));

    private static FileTree Over(FileTree below, byte[] tar)
    {
        var span = SourceSpan.Whole("layer");
        using var stream = new MemoryStream(tar);
        return OciLayer.Over(
            below, TarReader.Read(stream, "layer", TarLimits.Default, span), (offset, length, _) => new MemoryContent([.. tar.AsSpan((int)offset, (int)length)]), "layer", span);
    }

    private static string Expected(string a) => a + "0777 0:0 lib -> usr/lib\n0755 0:0 usr/\n0755 0:0 usr/lib/\n0644 0:0 usr/lib/old = x\n";

    [Theory]
    [InlineData("0644 0:0 .wh.a\n0755 0:0 a/\n0644 0:0 a/new = y\n")]
    [InlineData("0755 0:0 a/\n0644 0:0 a/new = y\n0644 0:0 .wh.a\n")]
    [InlineData("0755 0:0 a/\n0644 0:0 a/.wh..wh..opq\n0644 0:0 a/new = y\n")]
    [InlineData("0755 0:0 a/\n0644 0:0 a/new = y\n0644 0:0 a/.wh..wh..opq\n")]
    [InlineData("0755 0:0 a/\n0644 0:0 a/new = y\n0644 0:0 a/.wh.old\n0644 0:0 a/.wh.never\n")]
    public void A_whiteout_removes_what_is_below_and_nothing_of_its_own_layer(string layer) =>
        Over(layer).ShouldBe(Expected("0755 0:0 a/\n0644 0:0 a/new = y\n"));

    [Fact]
    public void A_folder_that_a_layer_does_not_list_stays_as_it_is() =>
        Over("0644 0:0 a/.wh.old\n0644 0:0 a/new = y\n").ShouldBe(Expected("0700 3:4 a/\n0644 0:0 a/new = y\n"));

    [Fact]
    public void Links_of_the_layers_below_are_followed() =>
        Over("0644 0:0 lib/.wh.old\n0644 0:0 lib/new = y\n").ShouldEndWith("0755 0:0 usr/lib/\n0644 0:0 usr/lib/new = y\n");

    [Fact]
    public void A_layer_in_which_nothing_changed_changes_nothing() => TreeText.Print(Over(TreeText.Parse(Below), new byte[1024])).ShouldBe(TreeText.Print(TreeText.Parse(Below)));

    [Fact]
    public void What_AUFS_notes_for_itself_is_no_file() => Over("0644 0:0 .wh..wh.aufs\n0755 0:0 .wh..wh.plnk/\n0644 0:0 .wh.\n").ShouldBe(TreeText.Print(TreeText.Parse(Below)));
}
