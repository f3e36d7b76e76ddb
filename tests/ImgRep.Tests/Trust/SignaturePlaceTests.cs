using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Tests.Trust;

public class SignaturePlaceTests
{
    private const string Hex = "51c3a4f0b5c6d7e8f90112233445566778899aabbccddeeff001122334455667";

    [Theory]
    [InlineData("signatures/images/alice/zlib@sha256=HEX/HEX", "image of alice")]
    [InlineData("signatures/imgrep/zlib@sha256=HEX/signature-12", "image of nobody")]
    [InlineData("signatures/manifests/alice/HEX", "manifest of alice")]
    [InlineData("signatures/manifests/alice/HEX.HEX.asc", "signature of signatures/manifests/alice/HEX")]
    [InlineData("signatures/manifests/alice/HEX.asc", "signature of signatures/manifests/alice/HEX")]
    public void A_path_says_what_lies_there_and_whose_it_is(string path, string what) => Describe(SignaturePlace.Parse(path.Replace("HEX", Hex, StringComparison.Ordinal)))
        .ShouldBe(what.Replace("HEX", Hex, StringComparison.Ordinal));

    [Theory]
    [InlineData("signatures/images/Alice/zlib@sha256=HEX/HEX")]
    [InlineData("signatures/images/alice/zlib@sha256=HEX/signature-1")]
    [InlineData("signatures/images/alice/zlib/HEX")]
    [InlineData("signatures/images/zlib@sha256=HEX/HEX")]
    [InlineData("signatures/images/alice/zlib@sha256=HEX/HEX/HEX")]
    [InlineData("signatures/imgrep/zlib@sha256=HEX/signature-0")]
    [InlineData("signatures/imgrep/zlib@sha256=HEX/signature-01")]
    [InlineData("signatures/imgrep/zlib@sha256=HEX/signature-1a")]
    [InlineData("signatures/imgrep/zlib@sha256=HEX/signature-")]
    [InlineData("signatures/imgrep/zlib@sha256=HEX/signature-12345678901")]
    [InlineData("signatures/imgrep/../zlib@sha256=HEX/signature-1")]
    [InlineData("signatures/manifests/../HEX")]
    [InlineData("signatures/manifests/alice/HEX.HEX.HEX.asc")]
    [InlineData("signatures/manifests/alice/HEX.5f1e.asc")]
    [InlineData("signatures/manifests/alice/HEX.gpg")]
    [InlineData("other/manifests/alice/HEX")]
    public void Any_other_path_says_nothing(string path) => SignaturePlace.Parse(path.Replace("HEX", Hex, StringComparison.Ordinal)).ShouldBeNull();

    [Fact]
    public void What_is_written_is_found_by_its_path()
    {
        var (package, image) = (PackageName.Parse("zlib"), Digest.Parse("sha256:" + Hex));
        SignaturePlace.Parse(SignaturePlace.OfImage("alice", package, image, "some"u8)).ShouldBeOfType<ImagePlace>()
            .ShouldSatisfyAllConditions(place => place.Package.ShouldBe(package), place => place.Image.ShouldBe(image), place => place.Owner.ShouldBe("alice"));
        SignaturePlace.Parse(SignaturePlace.OfManifest($"signatures/manifests/alice/{Hex}", "some"u8)).ShouldBeOfType<ManifestSignaturePlace>()
            .Own.ShouldBe(Digest.Compute("some"u8).Hex);
    }

    private static string Describe(SignaturePlace? place) => place switch
    {
        ImagePlace image => $"image of {image.Owner ?? "nobody"}",
        ManifestPlace manifest => $"manifest of {manifest.Owner}",
        ManifestSignaturePlace signature => $"signature of {signature.Manifest}",
        _ => "nothing",
    };
}
