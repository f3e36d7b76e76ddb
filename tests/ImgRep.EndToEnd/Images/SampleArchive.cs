using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Images;
using ImgRep.Images.Layers;
using ImgRep.Images.Layout;
using ImgRep.Primitives;
using ImgRep.Tests.Images;

namespace ImgRep.EndToEnd.Images;

/// <summary>An archive with something of everything that loading could lose, of more than one gzip member.</summary>
internal sealed class SampleArchive
{
    public const string Name = "imgrep/sample:1.0";

    public static FileTree Tree { get; } = Trees.Of(
        ("bin", Trees.Directory()),
        ("bin/big", Trees.File(new string('b', 3_000_000), Modes.Octal("4755"))),
        ("etc/\u00e9", Trees.File("accent\n", owner: 1000, group: 4_000_000_000)),
        ($"usr/{new string('d', 120)}/{new string('f', 120)}", Trees.File("long\n")),
        ("z", Trees.Symlink("bin/big")));

    private SampleArchive(CanonicalImage image, string path) => (Image, Path) = (image, path);

    public CanonicalImage Image { get; }

    public string Path { get; }

    public static SampleArchive In(Scratch scratch)
    {
        using var layer = new MemoryStream();
        var config = StageConfig.Empty with { Entrypoint = ["/bin/big"], Labels = StageConfig.Empty.Labels.Add("org.opencontainers.image.version", "1.0") };
        var image = CanonicalImage.Create(LayerWriter.Write(Tree, layer, CancellationToken.None), config, Platform.Host);
        using var archive = File.Create(scratch.PathOf("sample.tgz"));
        ImageArchive.Write(image, _ => new MemoryStream(layer.ToArray()), Name, archive, CancellationToken.None);
        return new SampleArchive(image, archive.Name);
    }
}
