namespace ImgRep.EndToEnd.Trust;

/// <summary>A website of a signed and committed tree.</summary>
public sealed class SiteTests : IDisposable
{
    private readonly SignedTree tree = new();

    [Fact]
    public void Everybody_who_has_the_commit_makes_the_same_bytes()
    {
        tree.Person("alice");
        tree.Person("bob", "two");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        var signature = tree.Sign("alice", SignedTree.Rebuilt);
        tree.Manifest("bob", [SignedTree.Rebuilt with { Image = ImgRep.Primitives.Digest.Compute("other"u8) }]);
        Commit();
        var written = Site("one");
        written.ExitCode.ShouldBe(0, written.ToString());
        var again = Path.Combine(tree.Root, "..", Path.GetFileName(tree.Root) + "-clone");
        Git("clone", "-q", ".", again);
        try
        {
            Imgrep.Run(Imgrep.Launcher, ["site", "--out", "one"], again).Output.ShouldBe(written.Output);
        }
        finally
        {
            Directory.Delete(again, recursive: true);
        }
        File.ReadAllText(tree.PathOf("one/package/zlib.html")).ShouldContain("bob");
        File.ReadAllText(tree.PathOf("one/disagreements.atom")).ShouldContain("bob got other bytes of zlib");
        var lookaside = $"one/lookaside/imgrep/zlib@sha256={SignedTree.Image.Hex}/signature-1";
        File.ReadAllBytes(tree.PathOf(lookaside)).ShouldBe(File.ReadAllBytes(tree.PathOf(signature)), "stock clients find it there");
        Imgrep.Run("sha256sum", ["--check", "--quiet", "SHA256SUMS"], tree.PathOf("one")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void What_is_not_committed_is_refused_and_so_is_a_folder_with_something_in_it()
    {
        Commit();
        tree.Write("packages/zlib/more", "x");
        var dirty = Site("one");
        dirty.ExitCode.ShouldBe(2);
        dirty.Errors.ShouldStartWith("packages/zlib/more: error: it is not what the commit ");
        File.Delete(tree.PathOf("packages/zlib/more"));
        tree.Write("one/x", "x");
        Site("one").ExitCode.ShouldBe(2);
    }

    public void Dispose() => tree.Dispose();

    private Outcome Site(string folder) => Imgrep.Run(Imgrep.Launcher, ["site", "--out", folder], tree.Root);

    private void Commit()
    {
        Git("init", "-q");
        Git("add", "--all");
        Imgrep.Run("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "x", "--date", "2026-06-01T00:00:00Z"],
            tree.Root, new Dictionary<string, string> { ["GIT_COMMITTER_DATE"] = "2026-06-01T00:00:00Z" }).ExitCode.ShouldBe(0);
    }

    private void Git(params string[] arguments) => Imgrep.Run("git", arguments, tree.Root).ExitCode.ShouldBe(0);
}
