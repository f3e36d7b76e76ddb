using FsCheck;
using FsCheck.Fluent;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Images;
using ImgRep.Images.Layers;
using ImgRep.Primitives;
using ImgRep.Tests;
using ImgRep.Tests.Images;

namespace ImgRep.EndToEnd.Images;

/// <summary>tests/canonical-image.py shares no code with imgrep and gives the same digests, of vectors, and of trees on a disk.</summary>
public class SecondImplementationTests
{
    [Needs("python3", Root = true)]
    public void It_agrees_on_every_vector()
    {
        foreach (var folder in Directory.EnumerateDirectories(ProjectFolder.PathOf("tests/vectors/images")))
            Digests(Path.Combine(folder, "tree.tar"), Path.Combine(folder, "image.json")).ShouldBe(File.ReadAllText(Path.Combine(folder, "digests")), folder);
    }

    /// <summary>The layer is unpacked by GNU tar, so this shows too that it gives back all that a layer says.</summary>
    [Needs("python3", "tar", Root = true)]
    public void It_agrees_on_random_trees_that_another_program_unpacked() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(RandomTree.Arbitrary, tree =>
        {
            using var scratch = new Scratch();
            Digests(Unpack(tree, scratch), Description(scratch)).ShouldBe(Expected(tree));
        }));

    private static string Unpack(FileTree tree, Scratch scratch)
    {
        using (var layer = File.Create(scratch.PathOf("layer.tar")))
            LayerWriter.Write(tree, layer, CancellationToken.None);
        Directory.CreateDirectory(scratch.PathOf("root"));
        Tool.Run(
            "tar", "--extract", "--file", scratch.PathOf("layer.tar"), "--directory", scratch.PathOf("root"),
            "--preserve-permissions", "--numeric-owner", "--same-owner", "--xattrs", "--xattrs-include=*");
        return scratch.PathOf("root");
    }

    private static string Description(Scratch scratch)
    {
        File.WriteAllText(scratch.PathOf("image.json"), """{"architecture":"amd64","os":"linux","config":{"Cmd":["/bin/sh"]}}""");
        return scratch.PathOf("image.json");
    }

    private static string Expected(FileTree tree)
    {
        var layer = LayerWriter.Write(tree, null, CancellationToken.None);
        var image = CanonicalImage.Create(layer, StageConfig.Empty with { Cmd = ["/bin/sh"] }, new Platform("linux", "amd64"));
        return $"layer {layer.Digest}\nconfig {image.ConfigurationDigest}\nmanifest {image.Digest}\n";
    }

    private static string Digests(string tree, string description) =>
        Tool.Run("python3", ProjectFolder.PathOf("tests/canonical-image.py"), tree, description);
}
