using System.Text;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Tests.Images;

public class ManifestTests
{
    private static readonly string Blob = $$"""{"mediaType":"{{MediaTypes.Layer}}","digest":"{{Digest.Compute([])}}","size":0}""";

    [Fact]
    public void A_manifest_that_names_one_layer_thousands_of_times_is_refused()
    {
        Parse(512).Layers.Length.ShouldBe(512);
        Should.Throw<RejectedInputException>(() => Parse(5000)).Diagnostics.Single().Message.ShouldBe("it names more than 512 layers");
    }

    private static Manifest Parse(int layers) => Manifest.Parse(
        Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"config":{{Blob}},"layers":[{{string.Join(',', Enumerable.Repeat(Blob, layers))}}]}"""), "manifest");
}
