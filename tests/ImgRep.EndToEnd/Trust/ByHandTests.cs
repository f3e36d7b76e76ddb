using ImgRep.Trust.Signatures;

namespace ImgRep.EndToEnd.Trust;

/// <summary>Follows docs/verify-quorum-by-hand.md.</summary>
public sealed class ByHandTests : IDisposable
{
    private readonly SignedTree tree = new();

    [Fact]
    public void The_page_finds_who_has_rebuilt_an_image()
    {
        var (alice, bob) = (tree.Person("alice"), tree.Person("bob"));
        tree.Person("carol");
        tree.Person("dave");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Manifest("bob", [SignedTree.Rebuilt, SignedTree.Rebuilt with { Workshop = SignedTree.Workshop with { Builder = "docker" } }]);
        tree.Manifest("carol", [new Claim(SignedTree.Zlib, SignedTree.Image, ClaimKind.Copied)]);
        tree.Manifest("dave", [SignedTree.Rebuilt with { Image = SignedTree.Recipe }]);
        // Somebody put alice's signature beside other bytes in dave's folder.
        var forged = ManifestOfHashes.Write([SignedTree.Rebuilt]);
        var file = $"signatures/manifests/dave/{ImgRep.Primitives.Digest.Compute(forged).Hex}";
        tree.Write(file, forged);
        tree.Write(file + ".asc", tree.Gnupg.Sign(bob, "other"u8.ToArray(), "--armor", "--detach-sign"));

        var outcome = Imgrep.Run("sh", ["-eu", "-c", Script()], tree.Root);
        outcome.Output.ShouldBe($"alice {alice}\nbob {bob}\ndave \n", outcome.ToString());
    }

    [Fact]
    public void The_page_finds_nobody_whom_the_tool_does_not_count()
    {
        tree.Person("alice");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        var revoked = tree.Person("revoked");
        tree.Manifest("revoked", [SignedTree.Rebuilt]);
        tree.Gnupg.Revoke(revoked);
        tree.Write($"keys/{revoked}.asc", tree.Gnupg.Export(revoked));
        tree.Person("expired", expires: "20260201T000000");
        tree.Manifest("expired", [SignedTree.Rebuilt], time: "20260131T000000");
        tree.Person("ended");
        tree.Manifest("ended", [SignedTree.Rebuilt], options: ["--default-sig-expire", "1d"]);
        tree.Person("sha1");
        tree.Manifest("sha1", [SignedTree.Rebuilt], options: ["--digest-algo", "SHA1"]);
        tree.Person("ripemd");
        tree.Manifest("ripemd", [SignedTree.Rebuilt], options: ["--digest-algo", "RIPEMD160"]);

        var outcome = Imgrep.Run("sh", ["-eu", "-c", Script()], tree.Root);
        outcome.Output.ShouldBe($"alice {tree.Gnupg.FingerprintOf("alice")}\nended \nexpired \nrevoked \nripemd \nsha1 \n", outcome.ToString());
        // The one that the page says is counted all the same was signed in time.
        tree.Verify().Verdict.Confirmations.Select(one => one.Person).ShouldBe(["alice", "expired"], ignoreOrder: true);
    }

    public void Dispose() => tree.Dispose();

    private static string Script() => string.Join('\n', File.ReadLines(Path.Combine(Imgrep.ProjectFolder, "docs/verify-quorum-by-hand.md"))
        .Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line[4..]));
}
