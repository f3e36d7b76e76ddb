using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Trust.History;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.EndToEnd.Trust;

/// <summary>A tree whose signatures lie as they did before: numbered together, and called by their manifest alone.</summary>
public sealed class SignatureMigrationTests : IDisposable
{
    private readonly SignedTree tree = new();
    private readonly byte[] alice;
    private readonly byte[] bob;

    public SignatureMigrationTests()
    {
        tree.Person("alice");
        tree.Person("bob", "two", extra: "    left: 2026-02-01\n");
        alice = File.ReadAllBytes(tree.PathOf(tree.Sign("alice", SignedTree.Rebuilt)));
        bob = File.ReadAllBytes(tree.PathOf(tree.Sign("bob", SignedTree.Rebuilt)));
        File.Delete(tree.PathOf($"{SignedTree.ImageFolder}/signature-1"));
    }

    [Needs("gpg", "git")]
    public void Each_signature_goes_to_its_maker_and_the_verdict_stays_and_anybody_may_commit_it()
    {
        // Bob has left: his do not count, and are his all the same.
        Lie("signature-1", alice);
        Lie("signature-3", bob);
        var manifest = tree.Manifest("alice", [SignedTree.Rebuilt with { Workshop = SignedTree.Workshop with { Builder = "docker" } }]);
        tree.Write(".gitattributes", "* text=auto\nsignatures/imgrep/** binary");
        var before = tree.Verify();
        Migrate().Select(one => one.From).ShouldBe([$"{SignedTree.ImageFolder}/signature-1", $"{SignedTree.ImageFolder}/signature-3", manifest + ".asc"]);
        var signature = File.ReadAllBytes(Directory.GetFiles(tree.PathOf("signatures/manifests/alice"), "*.asc").Single());
        Files().ShouldBe([manifest, SignaturePlace.OfManifest(manifest, signature), Of("alice", alice), Of("bob", bob)], ignoreOrder: true);
        var after = tree.Verify();
        after.Verdict.IsMet.ShouldBeTrue();
        after.Verdict.Confirmations.Select(one => (one.Person, one.Claim)).ShouldBe(before.Verdict.Confirmations.Select(one => (one.Person, one.Claim)), ignoreOrder: true);
        after.Rejected.Single().Reason.ShouldContain("bob, who left");
        File.ReadAllText(tree.PathOf(".gitattributes")).ShouldBe("* text=auto\nsignatures/imgrep/** binary\nsignatures/images/** binary\n");
        Migrate().ShouldBeEmpty("there is nothing left to move");
    }

    [Needs("gpg", "git")]
    public void Both_sides_of_a_conflict_in_numbers_are_moved()
    {
        Git("init", "--quiet", "--initial-branch=main");
        Git("commit", "--quiet", "--allow-empty", "-m", "begin");
        Git("checkout", "--quiet", "-b", "other");
        Lie("signature-1", bob);
        Git("add", "signatures");
        Git("commit", "--quiet", "-m", "bob");
        Git("checkout", "--quiet", "main");
        Lie("signature-1", alice);
        Git("add", "signatures");
        Git("commit", "--quiet", "-m", "alice");
        Imgrep.Run("git", [.. Who, "merge", "other"], tree.Root).ExitCode.ShouldBe(1);
        Migrate().Select(one => one.From).ShouldBe(["git's index", "git's index"]);
        Files().ShouldBe([Of("alice", alice), Of("bob", bob)], ignoreOrder: true);
        Git("add", "--all", "signatures");
        Git("commit", "--quiet", "-m", "merged");
        tree.Verify().Verdict.IsMet.ShouldBeTrue();
    }

    [Needs("gpg")]
    public void What_is_nobodys_or_no_signature_stays_where_it_is_and_is_named()
    {
        Lie("signature-1", alice);
        Lie("signature-2", tree.Gnupg.Sign(tree.Gnupg.NewKey("mallory"), "x"u8.ToArray()));
        Lie("signature-3", "rubbish"u8.ToArray());
        Lie("sig", bob);
        tree.Write("signatures/imgrep/stray", "x");
        var refused = Should.Throw<RejectedInputException>(Migrate).Message;
        refused.ShouldContain("signature-2: error: it is nobody's: made by the key ");
        refused.ShouldContain("signature-3: error: it holds bytes that are no OpenPGP packet");
        refused.ShouldContain("/sig: error: it is no signature-N");
        refused.ShouldContain("signatures/imgrep/stray: error: it is no folder of an image");
        File.Exists(tree.PathOf(Of("alice", alice))).ShouldBeTrue();
        Directory.GetFiles(tree.PathOf(SignedTree.ImageFolder)).Length.ShouldBe(3);
    }

    [Needs("gpg")]
    public void A_folder_behind_a_link_is_refused()
    {
        Directory.Delete(tree.PathOf(SignedTree.ImageFolder));
        var elsewhere = Directory.CreateDirectory(tree.PathOf("elsewhere")).FullName;
        File.WriteAllBytes(Path.Combine(elsewhere, "signature-2"), alice);
        File.CreateSymbolicLink(tree.PathOf(SignedTree.ImageFolder), elsewhere);
        Should.Throw<RejectedInputException>(Migrate).Message.ShouldContain("it is no folder of an image");
        File.Exists(Path.Combine(elsewhere, "signature-2")).ShouldBeTrue();
    }

    public void Dispose() => tree.Dispose();

    private static string[] Who { get; } = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"];

    private static string Of(string person, byte[] signature) => SignaturePlace.OfImage(person, SignedTree.Zlib, SignedTree.Image, signature);

    private void Git(params string[] arguments) => Imgrep.Run("git", [.. Who, .. arguments], tree.Root).ExitCode.ShouldBe(0);

    private void Lie(string name, byte[] bytes) => tree.Write($"{SignedTree.ImageFolder}/{name}", bytes);

    private List<MovedSignature> Migrate()
    {
        var checkout = new Checkout(tree.Root);
        return [.. new SignatureMigration(checkout, KeyFolder.Read(checkout)).RunAsync(SignedTree.Now, CancellationToken.None).GetAwaiter().GetResult()];
    }

    private List<string> Files() => [.. Directory.GetFiles(tree.PathOf("signatures"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(tree.Root, file))];
}
