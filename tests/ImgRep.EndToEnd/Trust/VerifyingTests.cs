using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.EndToEnd.Trust;

/// <summary>Which signatures count, with real keys and real gpg.</summary>
public sealed class VerifyingTests : IDisposable
{
    private readonly SignedTree tree = new();

    [Fact]
    public void A_manifest_and_a_signature_of_an_image_count_alike()
    {
        tree.Person("alice");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Verify().Verdict.IsMet.ShouldBeTrue();
        Directory.Delete(tree.PathOf("signatures"), recursive: true);
        tree.Sign("alice", SignedTree.Rebuilt);
        var (verdict, rejected) = tree.Verify();
        rejected.ShouldBeEmpty();
        verdict.IsMet.ShouldBeTrue();
    }

    [Fact]
    public void What_was_confirmed_before_the_recipe_changed_is_not_confirmed_any_more()
    {
        tree.Person("alice");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Sign("alice", SignedTree.Rebuilt);
        foreach (var (path, text) in ((string, string)[])[("packages/zlib/Containerfile", "FROM scratch\n# Another.\n"), ("packages/zlib/patch", "more\n")])
        {
            tree.Verify().Verdict.IsMet.ShouldBeTrue();
            tree.Write(path, text);
            var (verdict, rejected) = tree.Verify();
            rejected.ShouldBeEmpty();
            verdict.IsMet.ShouldBeFalse();
            VerdictText.Notes(verdict).ShouldBe(["alice confirmed it, but from another recipe than packages/zlib has now"]);
            tree.Write("packages/zlib/Containerfile", "FROM scratch\n");
        }
        File.Delete(tree.PathOf("packages/zlib/patch"));
        tree.Write("packages/zlib/Containerfile", "FROM\n");
        VerdictText.Notes(tree.Verify().Verdict).ShouldHaveSingleItem()
            .ShouldStartWith("alice confirmed it, but which recipe packages/zlib has now is not known: packages/zlib/Containerfile:1:");
    }

    [Fact]
    public void One_person_with_two_keys_and_many_signatures_is_one()
    {
        tree.Write("policy.yaml", "image:\n  people: 2\n");
        tree.Person("alice");
        tree.Person("bob", "two");
        tree.Hold("alice", tree.Gnupg.NewKey("second"), "one");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Sign("alice", SignedTree.Rebuilt);
        tree.Sign("second", SignedTree.Rebuilt, 2);
        var (verdict, rejected) = tree.Verify();
        rejected.ShouldBeEmpty();
        verdict.Confirmations.Length.ShouldBe(3);
        verdict.IsMet.ShouldBeFalse();
        tree.Sign("bob", SignedTree.Rebuilt, 3);
        tree.Verify().Verdict.IsMet.ShouldBeTrue();
    }

    [Fact]
    public void A_frozen_tree_is_not_confirmed_until_somebody_confirms_it_again()
    {
        tree.Write("policy.yaml", "image:\n  people: 2\n  max-age: 60\n");
        tree.Person("alice");
        tree.Person("bob", "two");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        var file = tree.Manifest("bob", [SignedTree.Rebuilt]);
        var frozen = tree.Verify().Verdict;
        frozen.IsMet.ShouldBeFalse();
        VerdictText.Missing(frozen).ShouldBe("a confirmation of the last 60 days (the newest is of 2026-03-01, 92 days old)");
        // A key that was stolen makes nothing fresh, nor does a date in the future.
        tree.Hold("mallory", tree.Gnupg.NewKey("mallory"), "three", keyExtra: "        revoked: 2026-02-01\n        reason: compromised\n");
        tree.Manifest("mallory", [SignedTree.Rebuilt], time: "20260531T000000");
        tree.Sign("bob", SignedTree.Rebuilt, time: "20260701T000000");
        var (stale, rejected) = tree.Verify();
        rejected.Count.ShouldBe(2);
        stale.Freshness.ShouldBe(frozen.Freshness);
        // The same manifest has a second signature, of another day.
        var bytes = File.ReadAllBytes(tree.PathOf(file));
        var signature = tree.Gnupg.Sign(tree.Gnupg.FingerprintOf("bob"), bytes, "--faked-system-time", "20260520T000000", "--armor", "--detach-sign");
        tree.Write($"{file}.{Digest.Compute(signature).Hex}.asc", signature);
        var fresh = tree.Verify().Verdict;
        fresh.IsMet.ShouldBeTrue();
        fresh.Freshness!.Age.ShouldBe(12);
    }

    [Fact]
    public void A_subkey_signs_for_its_primary_key()
    {
        var key = tree.Gnupg.NewKey("alice", usage: "cert");
        tree.Gnupg.Run(null, "--faked-system-time", "20260101T000000", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-add-key", key, "ed25519", "sign", "never");
        tree.Hold("alice", key, "one");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Verify().Verdict.IsMet.ShouldBeTrue();
    }

    [Fact]
    public void A_key_of_nobody_does_not_count()
    {
        tree.Person("alice");
        var stranger = tree.Gnupg.NewKey("mallory");
        tree.ShouldRefuse(tree.Manifest("alice", [SignedTree.Rebuilt], stranger) + ".asc", $"made by the key {stranger[24..]}, which is not in keys/");
        tree.Manifest("alice", [SignedTree.Rebuilt with { Kind = ClaimKind.Copied, Recipe = null, Workshop = null }]);
        tree.Verify().Rejected.Single().Reason.ShouldStartWith($"made by the key {stranger[24..]}");
    }

    [Fact]
    public void A_manifest_of_somebody_else_does_not_count_in_ones_folder()
    {
        tree.Person("alice");
        tree.Person("bob");
        tree.ShouldRefuse(tree.Manifest("alice", [SignedTree.Rebuilt], tree.Gnupg.FingerprintOf("bob")) + ".asc", "it lies in the folder of alice, but bob signed it");
    }

    [Fact]
    public void Changed_bytes_do_not_count()
    {
        var key = tree.Person("alice");
        var good = tree.Manifest("alice", [SignedTree.Rebuilt]);
        var other = ManifestOfHashes.Write([SignedTree.Rebuilt with { Image = SignedTree.Recipe }]);
        var file = $"signatures/manifests/alice/{Digest.Compute(other).Hex}";
        File.Move(tree.PathOf(good + ".asc"), tree.PathOf(file + ".asc"));
        File.Delete(tree.PathOf(good));
        tree.Write(file, other);
        tree.ShouldRefuse(file + ".asc", $"bad: what the key {key[24..]} signed are other bytes");
    }

    [Fact]
    public void A_manifest_is_verified_only_if_it_names_a_package_asked_about()
    {
        tree.Person("alice");
        var stranger = tree.Gnupg.NewKey("mallory");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Manifest("alice", [SignedTree.Rebuilt with { Package = PackageName.Parse("xz") }], stranger);
        tree.Verify().Rejected.Count.ShouldBe(1);
        var (verdict, rejected) = tree.Verify(SignedTree.Zlib);
        rejected.ShouldBeEmpty();
        verdict.IsMet.ShouldBeTrue();
        tree.Verify(SignedTree.Zlib, PackageName.Parse("xz")).Rejected.Count.ShouldBe(1);
    }

    [Fact]
    public void A_manifest_under_another_name_does_not_count()
    {
        tree.Person("alice");
        var file = tree.Manifest("alice", [SignedTree.Rebuilt]);
        File.AppendAllText(tree.PathOf(file), "#\n");
        tree.Verify().Rejected.Single().Reason.ShouldStartWith("its manifest has the SHA-256 ");
        tree.Verify().Verdict.IsMet.ShouldBeFalse();
    }

    [Fact]
    public void What_was_signed_while_a_key_was_valid_counts_after_it_expired()
    {
        var key = tree.Person("alice", expires: "20260401T000000");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Verify().Verdict.IsMet.ShouldBeTrue();
        Directory.Delete(tree.PathOf("signatures"), recursive: true);
        // gpg itself refuses to sign with an expired key: its clock stands still while the key lives on for others.
        tree.Gnupg.Run(null, "--faked-system-time", "20260301T000000", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-set-expire", key, "never");
        var late = tree.Manifest("alice", [SignedTree.Rebuilt], time: "20260501T000000");
        tree.ShouldRefuse(late + ".asc", $"made on 2026-05-01T00:00:00Z by the key {key}, which had expired on 2026-04-01T00:00:00Z");
    }

    [Fact]
    public void A_revocation_in_the_key_file_ends_what_was_signed_before_too()
    {
        var key = tree.Person("alice");
        var file = tree.Manifest("alice", [SignedTree.Rebuilt]);
        var certificate = File.ReadAllText(Path.Combine(tree.Gnupg.Path, "openpgp-revocs.d", key + ".rev"));
        var armor = certificate[certificate.IndexOf(":-----BEGIN", StringComparison.Ordinal)..].Replace(":-----BEGIN", "-----BEGIN", StringComparison.Ordinal);
        tree.Gnupg.Run(System.Text.Encoding.UTF8.GetBytes(armor), "--import");
        tree.Write($"keys/{key}.asc", tree.Gnupg.Export(key));
        tree.ShouldRefuse(file + ".asc", $"made by the key {key}, which its holder has revoked");
    }

    [Theory]
    [InlineData("rsa2048", "an RSA key of 2048 bits, less than 3072")]
    [InlineData("dsa2048", "a DSA key")]
    public void Weak_keys_do_not_count(string algorithm, string weakness)
    {
        var key = tree.Person("alice", algorithm: algorithm);
        tree.ShouldRefuse(tree.Manifest("alice", [SignedTree.Rebuilt], time: "20260301T000000", options: ["--digest-algo", "SHA256"]) + ".asc",
            $"made by {key}, which is {weakness}");
    }

    [Theory]
    [InlineData("rsa3072")]
    [InlineData("nistp256")]
    public void Strong_keys_count(string algorithm)
    {
        tree.Person("alice", algorithm: algorithm);
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Verify().Verdict.IsMet.ShouldBeTrue();
    }

    [Fact]
    public void Signatures_with_weak_hashes_do_not_count()
    {
        var key = tree.Person("alice", algorithm: "rsa3072");
        var file = tree.Manifest("alice", [SignedTree.Rebuilt], options: ["--digest-algo", "SHA1", "--allow-weak-digest-algos"]);
        tree.ShouldRefuse(file + ".asc", $"gpg cannot check it: made by the key {key[24..]} with SHA-1, which is too weak or not known to gpg");
    }

    [Fact]
    public void Keys_that_only_sha1_binds_do_not_count()
    {
        var key = tree.Gnupg.NewKey("other");
        tree.Gnupg.Run(null, "--faked-system-time", "20260101T000000", "--cert-digest-algo", "SHA1", "--allow-weak-digest-algos", "--pinentry-mode", "loopback",
            "--passphrase", "", "--quick-generate-key", "alice <alice@example.org>", "rsa3072", "sign", "never");
        key = tree.Gnupg.FingerprintOf("alice");
        tree.Hold("alice", key, "one");
        var file = tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Verify().Verdict.IsMet.ShouldBeFalse();
        tree.Verify().Rejected.Single().File.ShouldBe(file + ".asc");
    }

    [Fact]
    public void Signatures_from_the_future_do_not_count()
    {
        tree.Person("alice");
        tree.ShouldRefuse(tree.Manifest("alice", [SignedTree.Rebuilt], time: "20260601T001100") + ".asc", "made on 2026-06-01T00:11:00Z, which is in the future");
    }

    [Fact]
    public void Signatures_with_an_end_do_not_count_after_it()
    {
        var key = tree.Person("alice");
        tree.ShouldRefuse(tree.Manifest("alice", [SignedTree.Rebuilt], options: ["--default-sig-expire", "1d"]) + ".asc", $"the signature itself has expired (key {key})");
    }

    [Fact]
    public void A_revocation_takes_old_confirmations_away()
    {
        var key = tree.Person("alice", keyExtra: "        revoked: 2026-02-01\n        reason: superseded\n");
        tree.Person("bob");
        tree.ShouldRefuse(tree.Manifest("alice", [SignedTree.Rebuilt]) + ".asc",
            $"made on 2026-03-01T00:00:00Z by alice's key {key}, which was superseded on 2026-02-01T00:00:00Z");
    }

    public void Dispose() => tree.Dispose();
}
