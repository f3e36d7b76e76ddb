using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ImgRep.Images;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;

namespace ImgRep.Tests.Images;

/// <summary>Holds the example of docs/formats/canonical-image.md against what is written.</summary>
public class WorkedExampleTests
{
    private static readonly string Page = File.ReadAllText(ProjectFolder.PathOf("docs/formats/canonical-image.md"));

    [Fact]
    public void The_page_shows_the_bytes_of_the_layer()
    {
        using var written = new MemoryStream();
        Layer(written);
        var shown = new byte[written.Length];
        foreach (var row in Block("hexdump").Split('\n'))
            Convert.FromHexString(row[10..57].Replace(" ", "", StringComparison.Ordinal)).CopyTo(shown, int.Parse(row[..8], NumberStyles.HexNumber));
        shown.ShouldBe(written.ToArray());
        Page.ShouldContain($"Its layer has {written.Length} bytes");
    }

    [Fact]
    public void The_page_shows_configuration_manifest_and_digests()
    {
        var image = Image();
        Page.ShouldContain($"    layer     {image.Layer.Digest}\n");
        Page.ShouldContain($"```json\n{Encoding.UTF8.GetString(image.Configuration.AsSpan())}\n```\n\n    config    {image.ConfigurationDigest}\n");
        Page.ShouldContain($"```json\n{Encoding.UTF8.GetString(image.Manifest.AsSpan())}\n```\n\n    manifest  {image.Digest}\n");
    }

    private static CanonicalImage Image()
    {
        var description = ImageDescription.Read(ProjectFolder.PathOf("tests/vectors/images/hello/image.json"));
        return CanonicalImage.Create(Layer(Stream.Null), description.Config, description.Platform);
    }

    private static LayerDescriptor Layer(Stream destination) =>
        LayerWriter.Write(PlainTar.Read(ProjectFolder.PathOf("tests/vectors/images/hello/tree.tar")), destination, CancellationToken.None);

    private static string Block(string language) => Regex.Match(Page, $"```{language}\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;
}
