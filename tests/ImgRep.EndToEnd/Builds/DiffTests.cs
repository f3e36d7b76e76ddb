using System.Text.Json;

namespace ImgRep.EndToEnd.Builds;

/// <summary>What <c>imgrep diff</c> says of packages, archives, layouts, digests and folders.</summary>
public sealed class DiffTests
{
    private static SmallTree Tree() => new SmallTree()
        .With("one", "FROM imgrep/base AS build\nRUN mkdir -p /rootfs/sub && echo 1 >/rootfs/a && echo x >/rootfs/sub/b\nFROM scratch\nCOPY --from=build /rootfs /\n")
        .With("two", "FROM imgrep/base AS build\nRUN mkdir -p /rootfs/sub && echo 2 >/rootfs/a && ln -s a /rootfs/c\nFROM scratch\nCOPY --from=build /rootfs /\nUSER 7\n");

    [Needs("bwrap")]
    public void Packages_archives_digests_and_folders_are_compared_with_each_other()
    {
        using var tree = Tree();
        tree.Run("build", "one", "two").ExitCode.ShouldBe(0);
        var digest = "sha256:" + tree.Build("two");
        const string lines = "~ configuration config.User: none -> \"7\"\n~ /a: bytes differ from 0 (0x0) on\n+ /c: a symbolic link to a\n- /sub/b: a file of 2 bytes, mode 0644\n";
        tree.Run("diff", "one", "two").ShouldBe(new Outcome(3, $"--- one\n+++ two\n{lines}", ""));
        tree.Run("diff", "out/one.tgz", digest).ShouldBe(new Outcome(3, $"--- out/one.tgz\n+++ {digest}\n{lines}", ""));
        tree.Run("diff", "two", "out/two.tgz").ShouldBe(new Outcome(0, "", ""));
        Unpack(tree, "out/one.tgz", "layout");
        tree.Run("diff", "layout", "one").ShouldBe(new Outcome(0, "", ""));
        var json = JsonDocument.Parse(tree.Run("diff", "one", "two", "--json").Output).RootElement;
        json.GetProperty("equal").GetBoolean().ShouldBeFalse();
        json.GetProperty("files").EnumerateArray().Select(file => $"{file.GetProperty("change")} {file.GetProperty("path")}")
            .ShouldBe(["changed /a", "added /c", "removed /sub/b"]);
    }

    [Needs("bwrap")]
    public void A_folder_has_no_configuration_and_its_times_do_not_count()
    {
        using var tree = Tree();
        tree.Build("one");
        tree.Write("folder/a", "1\n");
        tree.Write("folder/sub/b", "y\n");
        var outcome = tree.Run("diff", "one", "folder");
        outcome.ShouldBe(new Outcome(3, "--- one\n+++ folder\n~ /sub/b: bytes differ from 0 (0x0) on\n", ""));
    }

    [Needs("bwrap")]
    public void What_is_not_there_is_said()
    {
        using var tree = Tree();
        var unbuilt = tree.Run("diff", "one", "two");
        unbuilt.ExitCode.ShouldBe(4);
        unbuilt.Errors.ShouldContain("open image of one: it was not built\n    imgrep build one");
        tree.Run("diff", "on", "two").Errors.ShouldContain("no package 'on'\n    did you mean 'one'?");
        tree.Run("diff", "sha256:" + new string('0', 64), "two").ExitCode.ShouldBe(4);
    }

    [Needs("bwrap", "buildah", Root = true)]
    public void Layers_of_another_builder_are_laid_over_each_other()
    {
        using var tree = Tree();
        tree.Build("one");
        const string script = """
            set -e
            export STORAGE_DRIVER=vfs
            c=$(buildah from scratch)
            m=$(buildah mount $c); mkdir $m/sub; echo old >$m/a; echo gone >$m/sub/gone; echo x >$m/sub/b
            buildah commit -q $c step >/dev/null
            d=$(buildah from step)
            m=$(buildah mount $d); echo 1 >$m/a; rm $m/sub/gone
            buildah commit -q $d oci:layout:latest >/dev/null
            buildah rm $c $d >/dev/null; buildah rmi step >/dev/null
            """;
        var made = Imgrep.Run("sh", ["-c", script], tree.Root);
        made.ExitCode.ShouldBe(0, made.ToString());
        var outcome = tree.Run("diff", "one", "layout");
        outcome.Output.ShouldNotContain(" /", Case.Sensitive, outcome.ToString());
        outcome.ExitCode.ShouldBe(3);
    }

    private static void Unpack(SmallTree tree, string archive, string folder)
    {
        Directory.CreateDirectory(Path.Combine(tree.Root, folder));
        Imgrep.Run("tar", ["-xf", archive, "-C", folder], tree.Root).ExitCode.ShouldBe(0);
    }
}
