using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.EndToEnd.Trust;

/// <summary>Signatures that a stranger, or a trusted person gone bad, has put into the tree.</summary>
public sealed class HostileSignatureTests : IDisposable
{
    private readonly SignedTree tree = new();
    private readonly byte[] good = [.. new ImageSignature(SignedTree.Rebuilt, null).Write("test", SignedTree.Now)];

    public HostileSignatureTests() => tree.Person("alice");

    [Fact]
    public void Forms_other_than_a_message_with_one_signature_do_not_count()
    {
        tree.ShouldRefuse(tree.Sign("alice", good, options: "--armor"), "it is armoured or cleartext: an image's signature is a binary message (gpg --sign without --armor)");
        tree.ShouldRefuse(tree.Sign("alice", good, options: "--clearsign"), "it is armoured or cleartext: an image's signature is a binary message (gpg --sign without --armor)");
        tree.ShouldRefuse(tree.Sign("alice", good, options: "--detach-sign"), "it is a detached signature: the signed bytes must be inside (gpg --sign)");
        var file = tree.Sign("alice", good, options: ["--compress-algo", "none"]);
        var message = File.ReadAllBytes(tree.PathOf(file));
        tree.Write(file, [.. message, .. message]);
        tree.Verify().Rejected.Single().Reason.ShouldStartWith("it is no message with exactly one signature");
        tree.Write(file, message[..^1]);
        tree.ShouldRefuse(file, "it is truncated: a packet is longer than what is there");
        tree.Write(file, new byte[65537]);
        tree.ShouldRefuse(file, "it has 65537 bytes, more than 65536");
        tree.Write(file, []);
        tree.ShouldRefuse(file, "it is empty");
        message[^1] ^= 1;
        tree.Write(file, message);
        tree.ShouldRefuse(file, $"bad: what the key {tree.Gnupg.FingerprintOf("alice")[24..]} signed are other bytes");
    }

    [Fact]
    public void Broken_signatures_do_not_keep_others_from_being_checked()
    {
        tree.Person("bob");
        var random = new Random(3);
        for (var number = 1; number <= 60; number++)
        {
            var message = File.ReadAllBytes(tree.PathOf(tree.Sign(number % 2 == 0 ? "alice" : "bob", good, number, options: ["--compress-algo", "none"])));
            if (number < 60)
                message[random.Next(20, message.Length)] ^= (byte)(1 << random.Next(8));
            tree.Write($"{SignedTree.ImageFolder}/signature-{number}", message);
        }
        var (verdict, rejected) = tree.Verify();
        verdict.Confirmations.Select(one => one.File).ShouldContain($"{SignedTree.ImageFolder}/signature-60");
        (verdict.Confirmations.Length + rejected.Count).ShouldBe(60);
        // A flipped bit in what is not signed, such as the literal packet's name and date, changes nothing.
        rejected.Count.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Signed_json_must_say_just_what_its_folder_says()
    {
        tree.ShouldRefuse(tree.Sign("alice", SignedTree.Rebuilt with { Image = SignedTree.Recipe }), $"it is for {SignedTree.Recipe}, its folder is {SignedTree.Image}'s");
        tree.ShouldRefuse(tree.Sign("alice", SignedTree.Rebuilt with { Package = PackageName.Parse("musl") }), "it is for imgrep/musl, its folder is imgrep/zlib's");
        tree.ShouldRefuse(tree.Sign("alice", "[]"u8.ToArray()), "the signed bytes are no JSON object");
        var text = Encoding.UTF8.GetString(good);
        tree.ShouldRefuse(tree.Sign("alice", Encoding.UTF8.GetBytes(text.Replace("\"type\"", "\"x\":1,\"type\"", StringComparison.Ordinal))),
            "signed JSON, critical: there is an unknown member 'x', expected image, identity, type alone");
        tree.Sign("alice", Encoding.UTF8.GetBytes(text.Replace("\"type\"", "\"type\":\"x\",\"type\"", StringComparison.Ordinal)));
        tree.Verify().Rejected.Single().Reason.ShouldStartWith("the signed bytes are no JSON without duplicate members: ");
    }

    [Fact]
    public void Links_are_not_followed()
    {
        var elsewhere = tree.Sign("alice", SignedTree.Rebuilt);
        File.Move(tree.PathOf(elsewhere), tree.PathOf("elsewhere"));
        File.CreateSymbolicLink(tree.PathOf(elsewhere), tree.PathOf("elsewhere"));
        tree.ShouldRefuse(elsewhere, "it is a link, which is not followed: expected a file");
        Directory.Move(tree.PathOf(SignedTree.ImageFolder), tree.PathOf("folder"));
        Directory.CreateSymbolicLink(tree.PathOf(SignedTree.ImageFolder), tree.PathOf("folder"));
        tree.ShouldRefuse(SignedTree.ImageFolder, "it is a link, which is not followed");
        Directory.Move(tree.PathOf("signatures"), tree.PathOf("all"));
        Directory.CreateSymbolicLink(tree.PathOf("signatures"), tree.PathOf("all"));
        tree.Verify().Verdict.Confirmations.ShouldBeEmpty();
    }

    [Fact]
    public void Fifos_do_not_block()
    {
        Directory.CreateDirectory(tree.PathOf(SignedTree.ImageFolder));
        Imgrep.Run("mkfifo", [tree.PathOf(SignedTree.ImageFolder + "/signature-1")], tree.Root).ExitCode.ShouldBe(0);
        tree.ShouldRefuse(SignedTree.ImageFolder + "/signature-1", "it is a fifo, expected a file");
    }

    [Fact]
    public void Files_that_do_not_belong_there_are_pointed_out()
    {
        tree.Write("signatures/README", "x");
        tree.Write("signatures/imgrep/zlib/signature-1", "x");
        tree.Write($"{SignedTree.ImageFolder}/signature-01", "x");
        tree.Write("signatures/manifests/Alice/x", "x");
        tree.Write("signatures/manifests/alice/x", "x");
        tree.Write("signatures/manifests/alice/y.asc", "x");
        tree.Verify().Rejected.Select(one => $"{one.File}: {one.Reason}").ShouldBe(
        [
            "signatures/README: it is none of images/, manifests/ and upstream/",
            "signatures/imgrep/zlib: it is no folder NAME@sha256=HEX",
            $"{SignedTree.ImageFolder}/signature-01: it is no signature-N",
            "signatures/manifests/Alice: it is no folder of a person",
            "signatures/manifests/alice/x: nobody has signed it: there is no .asc beside it",
            "signatures/manifests/alice/y.asc: the manifest that it signs is missing",
        ], ignoreOrder: true);
    }

    [Fact]
    public void A_signature_counts_in_its_makers_folder_under_its_own_hash_and_nowhere_else()
    {
        var message = File.ReadAllBytes(tree.PathOf(tree.Sign("alice", good)));
        Directory.Delete(tree.PathOf("signatures"), recursive: true);
        tree.Person("bob");
        var right = SignaturePlace.OfImage("alice", SignedTree.Zlib, SignedTree.Image, message);
        foreach (var (file, reason) in ((string, string)[])[
            (right.Replace("/alice/", "/bob/", StringComparison.Ordinal), "it lies in the folder of bob, but alice signed it"),
            (right[..^1] + (right[^1] == '0' ? '1' : '0'), $"it has the SHA-256 {Digest.Compute(message).Hex}, which is not its name"),
            (right + "0", "it is no SHA-256")])
        {
            tree.Write(file, message);
            tree.ShouldRefuse(file, reason);
            File.Delete(tree.PathOf(file));
        }
        tree.Write(right, message);
        tree.Verify().Verdict.IsMet.ShouldBeTrue();
    }

    [Fact]
    public void The_signature_of_a_manifest_has_its_own_hash_in_its_name()
    {
        var manifest = tree.Manifest("alice", [SignedTree.Rebuilt]);
        var signature = File.ReadAllBytes(tree.PathOf(manifest + ".asc"));
        File.Delete(tree.PathOf(manifest + ".asc"));
        var wrong = SignaturePlace.OfManifest(manifest, "other"u8);
        tree.Write(wrong, signature);
        tree.ShouldRefuse(wrong, $"it has the SHA-256 {Digest.Compute(signature).Hex}, which is not its name");
        File.Delete(tree.PathOf(wrong));
        tree.Write(manifest + ".x.asc", signature);
        tree.ShouldRefuse(manifest + ".x.asc", "it is called neither MANIFEST.asc nor MANIFEST.SIGNATURE.asc, by their SHA-256");
        tree.Write(SignaturePlace.OfManifest(manifest, signature), signature);
        tree.Verify().Verdict.IsMet.ShouldBeTrue();
    }

    [Fact]
    public void A_manifest_with_a_line_twice_does_not_count()
    {
        var lines = Encoding.ASCII.GetString(ManifestOfHashes.Write([SignedTree.Rebuilt])).TrimEnd('\n').Split('\n');
        var file = tree.Manifest("alice", Encoding.ASCII.GetBytes(string.Join('\n', [.. lines, lines[^1], ""])));
        tree.ShouldRefuse(file + ".asc", $"line 8: '{lines[^1]}' stands there twice, or out of order");
    }

    [Fact]
    public void Links_and_strangers_in_the_place_of_folders_are_not_read()
    {
        tree.Sign("alice", SignedTree.Rebuilt);
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        Directory.Move(tree.PathOf("signatures"), tree.PathOf("elsewhere"));
        Directory.CreateDirectory(tree.PathOf("signatures/manifests"));
        File.CreateSymbolicLink(tree.PathOf("signatures/imgrep"), tree.PathOf("elsewhere/imgrep"));
        File.CreateSymbolicLink(tree.PathOf("signatures/manifests/alice"), tree.PathOf("elsewhere/manifests/alice"));
        tree.Write("signatures/manifests/bob", "x");
        tree.Write("signatures/manifests/Bob/x", "x");
        tree.Write("signatures/readme", "x");
        var (verdict, rejected) = tree.Verify();
        verdict.Confirmations.ShouldBeEmpty();
        rejected.Select(one => $"{one.File}: {one.Reason}").ShouldBe([
            "signatures/imgrep: it is a link, which is not followed",
            "signatures/manifests/Bob: it is no folder of a person",
            "signatures/manifests/alice: it is a link, which is not followed",
            "signatures/manifests/bob: it is no folder of a person",
            "signatures/readme: it is none of images/, manifests/ and upstream/"]);
        Directory.Delete(tree.PathOf("signatures/manifests"), recursive: true);
        File.Delete(tree.PathOf("signatures/imgrep"));
        File.Delete(tree.PathOf("signatures/readme"));
        tree.Write("signatures/manifests", "x");
        tree.Verify().Rejected.Single().ToString().ShouldContain("signatures/manifests, Reason = it is none of images/, manifests/ and upstream/");
    }

    [Fact]
    public void Files_without_a_number_are_not_read()
    {
        var good = File.ReadAllBytes(tree.PathOf(tree.Sign("alice", SignedTree.Rebuilt)));
        string[] names = ["signature-0", "signature-01", "signature-1x", "signature-12345678901", "signatures-1", "signature-"];
        foreach (var name in names)
            tree.Write($"{SignedTree.ImageFolder}/{name}", good);
        var (verdict, rejected) = tree.Verify();
        verdict.Confirmations.Length.ShouldBe(1);
        rejected.Select(one => $"{one.File}: {one.Reason}").ShouldBe(names.Select(name => $"{SignedTree.ImageFolder}/{name}: it is no signature-N"), ignoreOrder: true);
        Directory.CreateDirectory(tree.PathOf($"signatures/imgrep/zlib@sha256={new string('a', 64)}"));
        tree.Verify().Rejected.Count.ShouldBe(names.Length, "an empty folder lacks nothing");
    }

    [Fact]
    public void What_a_signature_says_of_other_packages_does_not_count_for_this_one()
    {
        tree.Manifest("alice", [SignedTree.Rebuilt, SignedTree.Rebuilt with { Package = PackageName.Parse("zlib2") }]);
        tree.Verify().Verdict.Confirmations.Single().Claim.Package.ShouldBe(SignedTree.Zlib);
    }

    [Theory]
    [InlineData("imgrep/zlib@{digest}", "zlib")]
    [InlineData("registry.example.org:5000/imgrep/zlib:1.3@{digest}", "zlib")]
    [InlineData("registry.example.org/team/imgrep/other@{digest}", "other")]
    [InlineData("zlib", "zlib")]
    [InlineData("new", "new")]
    [InlineData("evilimgrep/zlib@{digest}", null)]
    [InlineData("registry.example.org/notimgrep/zlib@{digest}", null)]
    [InlineData("imgrep/../zlib@{digest}", null)]
    [InlineData("imgrep/@{digest}", null)]
    [InlineData("zlib@{digest}", null)]
    [InlineData("zlib@sha256:00", null)]
    [InlineData("unknown", null)]
    [InlineData("../zlib", null)]
    public void What_is_asked_about_is_an_image_of_this_tree_or_refused(string subject, string? package)
    {
        Directory.CreateDirectory(tree.PathOf("packages/new"));
        var digests = new Dictionary<PackageName, Digest> { [SignedTree.Zlib] = SignedTree.Image };
        var text = subject.Replace("{digest}", SignedTree.Recipe.ToString(), StringComparison.Ordinal);
        if (package is null)
        {
            Should.Throw<RejectedInputException>(() => AskedImage.Resolve(text, new Checkout(tree.Root), digests, CancellationToken.None));
            return;
        }
        var asked = AskedImage.Resolve(text, new Checkout(tree.Root), digests, CancellationToken.None);
        asked.Package.ToString().ShouldBe(package);
        asked.Image.ShouldBe(subject.Contains('@', StringComparison.Ordinal) ? SignedTree.Recipe : package == "zlib" ? SignedTree.Image : null);
    }

    [Fact]
    public void A_manifest_behind_a_link_is_not_read()
    {
        var file = tree.Manifest("alice", [SignedTree.Rebuilt]);
        File.Move(tree.PathOf(file), tree.PathOf("elsewhere"));
        File.CreateSymbolicLink(tree.PathOf(file), tree.PathOf("elsewhere"));
        tree.ShouldRefuse(file + ".asc", "its manifest cannot be read: it is a link, which is not followed: expected a file");
    }

    [Fact]
    public void A_manifest_is_verified_before_it_is_parsed()
    {
        var stranger = tree.Gnupg.NewKey("mallory");
        tree.ShouldRefuse(tree.Manifest("alice", "nonsense"u8.ToArray(), stranger) + ".asc", $"made by the key {stranger[24..]}, which is not in keys/");
    }

    [Theory]
    [InlineData("--clearsign")]
    [InlineData("--sign")]
    public void A_manifest_needs_a_detached_signature(string form)
    {
        var file = tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Write(file + ".asc", tree.Gnupg.Sign("alice", File.ReadAllBytes(tree.PathOf(file)), form == "--sign" ? ["--armor"] : ["--armor", form]));
        tree.Verify().Rejected.Single().Reason.ShouldStartWith("its first line is '-----BEGIN PGP ");
    }

    [Fact]
    public void A_key_file_with_two_keys_is_refused()
    {
        var key = tree.Gnupg.FingerprintOf("alice");
        tree.Write($"keys/{key}.asc", tree.Gnupg.Export(key, tree.Gnupg.NewKey("mallory")));
        Should.Throw<RejectedInputException>(() => tree.Verify()).Message.ShouldStartWith(
            $"keys/{key}.asc: error: it holds 2 keys, expected one (export one public key: gpg --armor --export FINGERPRINT)");
    }

    [Fact]
    public void A_key_file_under_another_name_is_refused()
    {
        var (alice, mallory) = (tree.Gnupg.FingerprintOf("alice"), tree.Gnupg.NewKey("mallory"));
        tree.Write($"keys/{alice}.asc", tree.Gnupg.Export(mallory));
        Should.Throw<RejectedInputException>(() => tree.Verify()).Message.ShouldContain($"keys/{alice}.asc: error: the key in it is {mallory} (name it keys/{mallory}.asc)");
    }

    public void Dispose() => tree.Dispose();
}
