using ImgRep.Images;
using ImgRep.Images.Layers;

namespace ImgRep.Tests.Images;

/// <summary>Every folder of <c>tests/vectors/images</c>: a tar from elsewhere, a configuration, and the digests that both
/// implementations have to give.</summary>
public class VectorTests
{
    public static TheoryData<string> Names { get; } =
        [.. Directory.EnumerateDirectories(ProjectFolder.PathOf("tests/vectors/images")).Select(folder => Path.GetFileName(folder)!)];

    [Theory, MemberData(nameof(Names))]
    public void A_vector_has_its_digests(string name)
    {
        var folder = ProjectFolder.PathOf($"tests/vectors/images/{name}");

        var layer = LayerWriter.Write(PlainTar.Read(Path.Combine(folder, "tree.tar")), null, CancellationToken.None);
        var description = ImageDescription.Read(Path.Combine(folder, "image.json"));
        var image = CanonicalImage.Create(layer, description.Config, description.Platform);

        $"layer {layer.Digest}\nconfig {image.ConfigurationDigest}\nmanifest {image.Digest}\n"
            .ShouldBe(File.ReadAllText(Path.Combine(folder, "digests")));
    }
}
