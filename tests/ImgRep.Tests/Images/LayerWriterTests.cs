using ImgRep.Files;
using ImgRep.Images;

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
}
