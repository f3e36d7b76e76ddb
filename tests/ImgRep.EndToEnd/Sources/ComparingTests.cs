using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Sources;

/// <summary>A release compared with the tag that it is named after.</summary>
public sealed class ComparingTests : IDisposable
{
    private readonly SmallTree tree = new();

    public void Dispose() => tree.Dispose();

    [Fact]
    public void A_file_planted_into_a_release_is_named_until_somebody_accepts_it()
    {
        foreach (var file in (string[])["configure.ac", "src/x.c"])
        {
            tree.Write($"git/{file}", file);
            tree.Write($"x-1/{file}", file);
        }
        tree.Write("git/.git/config", "kept by git");
        tree.Write("x-1/configure", "generated");
        Release();

        var first = Compare();
        first.ExitCode.ShouldBe(3, first.ToString());
        first.Output.ShouldBe("only     run       configure\n2 files equal, 0 differences accepted, 1 not, 0 files only in the tree\n");
        Compare("--accept").ExitCode.ShouldBe(0);
        Compare().Output.ShouldBe("2 files equal, 1 differences accepted, 0 not, 0 files only in the tree\n");

        tree.Write("x-1/m4/build-to-host.m4", "evil");
        var listed = Directory.GetFiles(Path.Combine(tree.Root, "compared")).Single();
        var planted = Release();
        File.Move(listed, Path.Combine(tree.Root, "compared", planted.Hex));
        var second = Compare();
        second.ExitCode.ShouldBe(3, second.ToString());
        second.Output.ShouldBe("only     run       m4/build-to-host.m4\n2 files equal, 1 differences accepted, 1 not, 0 files only in the tree\n");
    }

    private Digest Release()
    {
        Directory.CreateDirectory(Path.Combine(tree.Root, "releases"));
        var file = Path.Combine(tree.Root, "releases/x-1.tar.xz");
        Imgrep.Run("tar", ["-cJf", file, "x-1"], tree.Root).ExitCode.ShouldBe(0);
        var digest = Digest.Compute(File.ReadAllBytes(file));
        tree.With("x", $"FROM scratch\nADD --checksum={digest} https://x.example/x-1.tar.xz /\n");
        return digest;
    }

    private Outcome Compare(params string[] options) =>
        tree.Run(["sources", "compare", "x", Path.Combine(tree.Root, "git"), "--sources", Path.Combine(tree.Root, "releases"), .. options]);
}
