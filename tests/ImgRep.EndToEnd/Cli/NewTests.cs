namespace ImgRep.EndToEnd.Cli;

public sealed class NewTests
{
    [Needs("bwrap", "tar", "gzip")]
    public void A_new_package_is_fetched_hashed_built_and_tested_and_nothing_of_its_archive_is_run()
    {
        using var tree = new SmallTree();
        tree.Write("source/x-1.5/configure", "#!/bin/sh\ntouch ran\n");
        tree.Write("source/x-1.5/$(touch ran)", "hostile\n");
        Imgrep.Run("tar", ["-czf", "x-1.5.tar.gz", "-C", "source", "x-1.5"], tree.Root).ExitCode.ShouldBe(0);
        var begun = tree.Run("new", "x", $"file://{tree.Root}/x-1.5.tar.gz");
        begun.ExitCode.ShouldBe(0, begun.ToString());
        begun.Output.ShouldBe("packages/x/Containerfile\ntests/packages/x/Containerfile\n");
        tree.Run("check", "x").ShouldBe(new Outcome(0, "", ""));
        // The tree has no package to build with, so the archive is kept as it is.
        tree.Run("build", "x", "--no-archive", "--update").ExitCode.ShouldBe(0);
        var test = tree.Run("test", "x");
        test.ExitCode.ShouldBe(0, test.ToString());
        File.Exists(Path.Combine(tree.Root, "ran")).ShouldBeFalse();

        tree.Run("new", "x").ExitCode.ShouldBe(2);
        tree.Run("new", "X").ExitCode.ShouldBe(2);
        tree.Run("new", "y", "http://example.org/y-1.tar.gz").ExitCode.ShouldBe(2);
        tree.Run("new", "y", $"file://{tree.Root}/missing.tar.gz").ExitCode.ShouldBe(4);
        Directory.Exists(Path.Combine(tree.Root, "packages/y")).ShouldBeFalse();
        tree.Run("new", "y").ExitCode.ShouldBe(0);
        var check = tree.Run("check", "y");
        check.ExitCode.ShouldBe(2);
        check.Errors.ShouldContain("packages/y/Containerfile:");
    }
}
