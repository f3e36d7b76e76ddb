using ImgRep.Containerfiles.Stages;
using ImgRep.Images;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Tests.Images;

public class CanonicalImageTests
{
    private static readonly LayerDescriptor Layer =
        new(Digest.Parse("sha256:90b6bbbbe7ec6c709d3e8374ee2fea7b009cc9433568bb7a62be96ca9f19a93a"), 3584);

    [Fact]
    public void An_image_has_the_digests_that_the_second_implementation_gives()
    {
        var config = StageConfig.Empty with { Cmd = ["/bin/sh"], Env = [new("PATH", "/bin")] };

        var image = CanonicalImage.Create(Layer, config, new Platform("linux", "amd64"));

        image.ConfigurationDigest.ToString().ShouldBe("sha256:347809cd80c0b41fddfcd2cb4f61732cbcd6767010c442f89ea2a7bb1823ffd2");
        image.Digest.ToString().ShouldBe("sha256:003ede99bb0579a7aa20ea5530c8a2b973950d9acb36f8bbbe039a1bc4dd47a0");
    }
}
