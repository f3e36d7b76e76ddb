using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace ImgRep.EndToEnd.Images;

/// <summary>What the page for those who do not trust imgrep says about archives.</summary>
public partial class ArchiveByHandTests
{
    [Needs("tar", "sha256sum", "cmp")]
    public void Following_the_page_accepts_an_archive_of_the_image_and_no_other()
    {
        using var scratch = new Scratch();
        var archive = SampleArchive.In(scratch);
        File.WriteAllText(scratch.PathOf("digests"), $"{archive.Image.Digest.Hex}  sample\n");

        Follow(scratch, archive.Path).ExitCode.ShouldBe(0);
        foreach (var (name, change) in new Dictionary<string, Func<string, string>>
        {
            ["manifest.json"] = text => text.Replace(archive.Image.ConfigurationDigest.Hex, archive.Image.Layer.Digest.Hex, StringComparison.Ordinal),
            ["index.json"] = text => text.Replace(archive.Image.Digest.Hex, archive.Image.ConfigurationDigest.Hex, StringComparison.Ordinal),
            [$"blobs/sha256/{archive.Image.Layer.Digest.Hex}"] = text => "x" + text[1..],
        })
            Follow(scratch, Changed(scratch, archive.Path, name, change)).ExitCode.ShouldNotBe(0, name);
    }

    private static Outcome Follow(Scratch scratch, string archive)
    {
        var folder = Directory.CreateDirectory(scratch.PathOf(Guid.NewGuid().ToString("n"))).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "out"));
        File.Copy(archive, Path.Combine(folder, "out", "sample.tgz"));
        File.Copy(scratch.PathOf("digests"), Path.Combine(folder, "digests"));
        var page = File.ReadAllText(Path.Combine(Imgrep.ProjectFolder, "docs/verify-by-hand.md"));
        var script = Block().Match(page[page.IndexOf("## An archive", StringComparison.Ordinal)..]).Groups[1].Value;
        return Imgrep.Run("sh", ["-eu", "-c", script.Replace("NAME", "sample", StringComparison.Ordinal).Replace("VERSION", "1.0", StringComparison.Ordinal)], folder);
    }

    private static string Changed(Scratch scratch, string archive, string name, Func<string, string> change)
    {
        var path = scratch.PathOf(Guid.NewGuid().ToString("n") + ".tgz");
        using var source = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        using var target = new TarWriter(new GZipStream(File.Create(path), CompressionMode.Compress));
        while (source.GetNextEntry(copyData: true) is { } entry)
        {
            if (entry.Name == name)
            {
                using var text = new StreamReader(entry.DataStream!, Encoding.Latin1);
                entry.DataStream = new MemoryStream(Encoding.Latin1.GetBytes(change(text.ReadToEnd())));
            }
            target.WriteEntry(entry);
        }
        return path;
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
