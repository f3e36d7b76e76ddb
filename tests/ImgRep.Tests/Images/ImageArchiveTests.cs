using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Images;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Images.Layout;
using ImgRep.Primitives;

namespace ImgRep.Tests.Images;

public class ImageArchiveTests
{
    private static readonly FileTree Tree = Trees.Of(("bin/hello", Trees.File(new string('h', 3_000_000), Modes.Octal("755"))));

    [Fact]
    public void An_archive_is_read_back_with_the_digest_of_its_image()
    {
        var (image, archive) = Write();
        var read = Read(archive);
        read.Digest.ShouldBe(image.Digest);
        read.Name.ShouldBe("imgrep/hello:1.0");
        read.Manifest.ToJson().ShouldBe(image.Manifest);
        read.Manifest.Configuration.Digest.ShouldBe(image.ConfigurationDigest);
    }

    [Fact]
    public void What_describes_a_blob_comes_before_it()
    {
        var (image, archive) = Write();
        Entries(archive).Select(entry => entry.Name).ShouldBe(
        [
            "oci-layout", "index.json", "manifest.json", "blobs/", "blobs/sha256/", $"blobs/sha256/{image.Digest.Hex}",
            $"blobs/sha256/{image.ConfigurationDigest.Hex}", $"blobs/sha256/{image.Layer.Digest.Hex}",
        ]);
    }

    [Fact]
    public void Docker_finds_the_same_blobs()
    {
        var (image, archive) = Write();
        Encoding.UTF8.GetString(Entries(archive).Single(entry => entry.Name == "manifest.json").Content).ShouldBe(
            $$$"""[{"Config":"blobs/sha256/{{{image.ConfigurationDigest.Hex}}}","Layers":["blobs/sha256/{{{image.Layer.Digest.Hex}}}"],"RepoTags":["imgrep/hello:1.0"]}]""");
    }

    [Fact]
    public void The_same_image_is_the_same_archive() => Write().Archive.ShouldBe(Write().Archive);

    [Theory]
    [InlineData("imgrep/hello")]
    [InlineData("Imgrep/hello:1")]
    [InlineData("imgrep/hello:1+2")]
    [InlineData("../hello:1")]
    [InlineData("imgrep/hello:1\n")]
    public void A_name_that_Docker_would_not_take_is_refused(string name) =>
        Should.Throw<RejectedInputException>(() => Write(name)).Message.ShouldContain("is no name that an image can be loaded under");

    [Fact]
    public void A_plain_tar_in_any_order_is_an_archive_too()
    {
        var (image, archive) = Write();
        Read(Tar(Enumerable.Reverse(Entries(archive)).Where(entry => entry.Content.Length > 0).Select(entry => ($"./{entry.Name}", entry.Content)))).Digest.ShouldBe(image.Digest);
    }

    [Fact]
    public void A_flipped_bit_in_any_blob_is_noticed()
    {
        var entries = Entries(Write().Archive).Where(entry => entry.Content.Length > 0).ToList();
        foreach (var damaged in entries.Where(entry => entry.Name.StartsWith("blobs/", StringComparison.Ordinal)))
        {
            var content = damaged.Content.ToArray();
            content[content.Length / 2] ^= 1;
            Refusal(Tar(entries.Select(entry => entry == damaged ? (entry.Name, content) : entry)))
                .ShouldContain($"archive: error: {damaged.Name} has {content.Length} bytes with the digest");
        }
    }

    [Fact]
    public void A_missing_blob_is_noticed()
    {
        var (image, archive) = Write();
        var entries = Entries(archive).Where(entry => entry.Content.Length is > 0 and < 1000);
        Refusal(Tar(entries)).ShouldStartWith($"archive: error: it has no blobs/sha256/{image.Layer.Digest.Hex}");
    }

    [Fact]
    public void A_file_that_is_there_twice_is_refused()
    {
        var entries = Entries(Write().Archive).Where(entry => entry.Content.Length > 0).ToList();
        Refusal(Tar(entries.Prepend(("index.json", "{}"u8.ToArray())))).ShouldStartWith("archive: error: it holds index.json twice");
    }

    [Theory]
    [InlineData("""{"manifests":[]}""", "archive: error: it holds 0 images, exactly one was expected")]
    [InlineData("""{"manifests":{}}""", "archive: index.json at .manifests: error: it is object, array was expected")]
    [InlineData("""{"manifests":[{"mediaType":"x","digest":"sha256:../../etc/passwd","size":1}]}""", "archive: index.json at .manifests[0].digest: error: it is no sha256 digest")]
    [InlineData("no json", "archive: error: index.json is no JSON of at most")]
    public void An_index_that_says_something_else_is_refused(string index, string message) =>
        Refusal(Tar([("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray()), ("index.json", Encoding.UTF8.GetBytes(index))])).ShouldStartWith(message);

    [Theory]
    [InlineData("""[{"Config":"other","Layers":["LAYER"],"RepoTags":["imgrep/hello:1.0"]}]""", "names other files for the configuration than index.json")]
    [InlineData("""[{"Config":"blobs/sha256/nothing","Layers":["LAYER"]}]""", "names other files for the configuration than index.json")]
    [InlineData("""[{"Config":"CONFIG","Layers":["other"]}]""", "names other files for the layers than index.json")]
    [InlineData("""[{"Config":"CONFIG","Layers":["LAYER","LAYER"]}]""", "names other files for the layers than index.json")]
    [InlineData("""[{"Config":"CONFIG"}]""", "names other files for the layers than index.json")]
    [InlineData("""[{"Config":"CONFIG","Layers":["LAYER"],"RepoTags":["debian:latest"]}]""", "index.json calls the image imgrep/hello:1.0, manifest.json calls it debian:latest")]
    [InlineData("""[{"Config":"CONFIG","config":"other","Layers":["LAYER"]}]""", "it has a member config, which some readers take for Config")]
    [InlineData("""[{"Config":"CONFIG","Layers":["LAYER"],"Layer\u017f":["other"]}]""", "which some readers take for Layers")]
    [InlineData("""[{"Config":"CONFIG","Layers":["LAYER"]},{"Config":"CONFIG","Layers":["LAYER"]}]""", "it names 2 images, exactly one was expected")]
    [InlineData("""{"Config":"CONFIG","Layers":["LAYER"]}""", "it is object, array was expected")]
    [InlineData("[1]", "it is number, object was expected")]
    [InlineData("nothing", "manifest.json is no JSON")]
    public void What_Docker_would_load_must_be_the_same_image(string docker, string message)
    {
        var (image, archive) = Write();
        var text = docker.Replace("CONFIG", $"blobs/sha256/{image.ConfigurationDigest.Hex}", StringComparison.Ordinal)
            .Replace("LAYER", $"blobs/sha256/{image.Layer.Digest.Hex}", StringComparison.Ordinal);
        Refusal(With(archive, "manifest.json", text).Append(("other", "{}"u8.ToArray()))).ShouldContain(message);
    }

    [Fact]
    public void An_archive_that_only_very_old_Docker_reads_otherwise_is_refused()
    {
        var entries = With(Write().Archive, "manifest.json", null);
        Read(Tar(entries)).Name.ShouldBe("imgrep/hello:1.0");
        Refusal(entries.Append(("repositories", "{}"u8.ToArray()))).ShouldContain("it has repositories without manifest.json");
    }

    [Theory]
    [InlineData("x/../manifest.json")]
    [InlineData("/manifest.json")]
    [InlineData("././manifest.json")]
    [InlineData("x//index.json")]
    public void A_name_that_is_another_when_it_is_unpacked_is_refused(string name) =>
        Refusal(With(Write().Archive, "manifest.json", null).Append((name, "[]"u8.ToArray()))).ShouldContain($"'{name}' is no plain name");

    [Theory]
    [InlineData("""{"manifests":["x"]}""")]
    [InlineData("""{"manifests":[[]]}""")]
    [InlineData("""{"manifests":[null]}""")]
    [InlineData("""{"manifests":[],"Manifests":[{}]}""")]
    [InlineData("[]")]
    public void JSON_of_another_kind_than_expected_is_refused(string index) =>
        Refusal(With(Write().Archive, "index.json", index)).ShouldStartWith("archive: index.json");

    [Theory]
    [InlineData("""{"schemaVersion":2,"config":[]}""", "at .config: error: it is array, object was expected")]
    [InlineData("""{"schemaVersion":2,"config":{"mediaType":"x","digest":"sha256:DIGEST","size":1},"layers":[1]}""", "at .layers[0]: error: it is number, object was expected")]
    [InlineData("""{"schemaVersion":2,"config":{"mediaType":"x","digest":"sha256:DIGEST","size":1},"layers":[],"manifests":[]}""", "it has manifests, so it is an index too")]
    public void A_manifest_of_another_kind_is_refused(string manifest, string message) =>
        Should.Throw<RejectedInputException>(() => Manifest.Parse(Encoding.UTF8.GetBytes(manifest.Replace("DIGEST", new string('a', 64), StringComparison.Ordinal)),
            "manifest")).Message.ShouldContain(message);

    [Theory]
    [InlineData("""{"rootfs":{"diff_ids":[]},"config":{"OnBuild":["RUN x"],"Env":["A=1","A=2","B"],"WorkingDir":"here"}}""")]
    [InlineData("""{"rootfs":{"diff_ids":[]},"config":"x"}""")]
    public void What_an_image_that_is_only_looked_at_would_run_does_not_matter(string configuration) =>
        ImageConfiguration.ParseDiffIds(Encoding.UTF8.GetBytes(configuration), "configuration").ShouldBeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(5000)]
    public void A_part_of_an_archive_is_refused(int length) => Should.Throw<RejectedInputException>(() => Read(Write().Archive[..length]));

    [Fact]
    public void Random_damage_is_refused_but_never_breaks_the_reader()
    {
        using var gzip = new GZipStream(new MemoryStream(Write().Archive), CompressionMode.Decompress);
        var start = new byte[8192]; // the headers and documents; after them comes the layer
        gzip.ReadExactly(start);
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = start.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Should.Throw<RejectedInputException>(() => Read(damaged));
        }
    }

    private static (CanonicalImage Image, byte[] Archive) Write(string name = "imgrep/hello:1.0")
    {
        using var layer = new MemoryStream();
        var image = CanonicalImage.Create(LayerWriter.Write(Tree, layer, CancellationToken.None), StageConfig.Empty, new Platform("linux", "amd64"));
        using var archive = new MemoryStream();
        ImageArchive.Write(image, _ => new MemoryStream(layer.ToArray()), name, archive, CancellationToken.None);
        return (image, archive.ToArray());
    }

    private static ImageLayout Read(byte[] archive)
    {
        using var stream = new MemoryStream(archive);
        return ImageArchive.Read(stream, "archive", CancellationToken.None);
    }

    private static string Refusal(IEnumerable<(string Name, byte[] Content)> entries) => Refusal(Tar(entries));

    /// <summary>The files of an archive, one of them with another text, or not at all.</summary>
    private static List<(string Name, byte[] Content)> With(byte[] archive, string name, string? text) =>
        [.. Entries(archive).Where(entry => entry.Content.Length > 0 && (entry.Name != name || text is not null))
            .Select(entry => (entry.Name, entry.Name == name ? Encoding.UTF8.GetBytes(text!) : entry.Content))];

    private static string Refusal(byte[] archive) => Should.Throw<RejectedInputException>(() => Read(archive)).Message;

    private static List<(string Name, byte[] Content)> Entries(byte[] archive)
    {
        using var gzip = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var entries = new List<(string, byte[])>();
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            entries.Add((entry.Name, content.ToArray()));
        }
        return entries;
    }

    private static byte[] Tar(IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var bytes = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(bytes, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
                tar.WriteEntry(new GnuTarEntry(System.Formats.Tar.TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
        return bytes.ToArray();
    }
}
