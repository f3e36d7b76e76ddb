using System.Text.Json.Nodes;
using ImgRep.Images.Layout;

namespace ImgRep.EndToEnd.Images;

/// <summary>The programs that images are for take <c>out/NAME.tgz</c> as it is, and lose nothing of it.</summary>
public class LoadingTests
{
    [Needs("docker", "dockerd", "containerd", "runc", Root = true)]
    public void Docker_loads_an_archive_and_keeps_configuration_and_tree()
    {
        using var scratch = new Scratch();
        var archive = SampleArchive.In(scratch);
        using var docker = new DockerDaemon(scratch);

        docker.Run("load", "--input", archive.Path).ShouldContain($"Loaded image: {SampleArchive.Name}");

        var image = JsonNode.Parse(docker.Run("image", "inspect", SampleArchive.Name))![0]!;
        image["Id"]!.GetValue<string>().ShouldBe(archive.Image.ConfigurationDigest.ToString());
        image["RootFS"]!["Layers"]![0]!.GetValue<string>().ShouldBe(archive.Image.Layer.Digest.ToString());
        var container = docker.Run("create", "--network", "none", SampleArchive.Name).Trim();
        docker.Run("export", "--output", scratch.PathOf("tree.tar"), container);
        Directory.CreateDirectory(scratch.PathOf("root"));
        Tool.Run("tar", "-xpf", scratch.PathOf("tree.tar"), "-C", scratch.PathOf("root"), "--numeric-owner");
        TheTreeIsAt(scratch.PathOf("root"));
    }

    [Needs("podman", Root = true)]
    public void Podman_loads_an_archive_under_the_digest_of_the_image()
    {
        using var scratch = new Scratch();
        var archive = SampleArchive.In(scratch);
        string[] storage = ["--root", scratch.PathOf("graph"), "--runroot", scratch.PathOf("run"), "--tmpdir", scratch.PathOf("tmp"), "--storage-driver=vfs"];

        Tool.Run("podman", [.. storage, "load", "--input", archive.Path]).ShouldContain(SampleArchive.Name);

        var image = JsonNode.Parse(Tool.Run("podman", [.. storage, "image", "inspect", SampleArchive.Name]))![0]!;
        image["Digest"]!.GetValue<string>().ShouldBe(archive.Image.Digest.ToString());
        image["Id"]!.GetValue<string>().ShouldBe(archive.Image.ConfigurationDigest.Hex);
        TheTreeIsAt(Tool.Run("podman", [.. storage, "image", "mount", SampleArchive.Name]).Trim());
    }

    [Needs("skopeo", Root = true)]
    public void Skopeo_copies_an_archive_blob_by_blob_and_imgrep_reads_what_it_writes()
    {
        using var scratch = new Scratch();
        var archive = SampleArchive.In(scratch);

        Tool.Run("skopeo", "copy", $"oci-archive:{archive.Path}", $"dir:{scratch.PathOf("dir")}");
        Tool.Run("skopeo", "copy", "--preserve-digests", $"oci-archive:{archive.Path}", $"oci-archive:{scratch.PathOf("copy.tar")}:{SampleArchive.Name}");

        File.ReadAllBytes(scratch.PathOf("dir/manifest.json")).ShouldBe(archive.Image.Manifest);
        Tool.Run("skopeo", "inspect", "--format", "{{.Digest}}", $"oci-archive:{archive.Path}").Trim().ShouldBe(archive.Image.Digest.ToString());
        using var copy = File.OpenRead(scratch.PathOf("copy.tar"));
        ImageArchive.Read(copy, "copy.tar", CancellationToken.None).Digest.ShouldBe(archive.Image.Digest);
    }

    [Needs("tar", "gzip", "python3", Root = true)]
    public void Programs_that_know_no_images_read_all_gzip_members()
    {
        using var scratch = new Scratch();
        var archive = SampleArchive.In(scratch);
        var layer = $"blobs/sha256/{archive.Image.Layer.Digest.Hex}";

        Tool.Run("gzip", "--test", archive.Path);
        Tool.Run("tar", "-xzf", archive.Path, "-C", scratch.Root);
        Tool.Run("sha256sum", scratch.PathOf(layer)).ShouldStartWith(archive.Image.Layer.Digest.Hex);
        Tool.Run("python3", "-c", "import hashlib, sys, tarfile; print(hashlib.sha256(tarfile.open(sys.argv[1]).extractfile(sys.argv[2]).read()).hexdigest())", archive.Path, layer)
            .Trim().ShouldBe(archive.Image.Layer.Digest.Hex);
    }

    private static void TheTreeIsAt(string root)
    {
        new FileInfo(Path.Combine(root, "bin/big")).Length.ShouldBe(3_000_000);
        Tool.Run("stat", "--format=%a", Path.Combine(root, "bin/big")).Trim().ShouldBe("4755");
        Tool.Run("stat", "--format=%u:%g %Y", Path.Combine(root, "etc/\u00e9")).Trim().ShouldBe("1000:4000000000 315532800");
        File.ReadAllText(Path.Combine(root, $"usr/{new string('d', 120)}/{new string('f', 120)}")).ShouldBe("long\n");
        new FileInfo(Path.Combine(root, "z")).LinkTarget.ShouldBe("bin/big");
    }
}
