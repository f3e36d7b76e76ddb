using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust.Signing;
using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Trust;

public sealed class SignatureTidyingTests : IDisposable
{
    private readonly SignedTree tree = new();
    private readonly byte[] alice;
    private readonly byte[] bob;

    public SignatureTidyingTests()
    {
        tree.Person("alice");
        tree.Person("bob", "two");
        alice = Read(tree.Sign("alice", SignedTree.Rebuilt));
        bob = Read(tree.Sign("bob", SignedTree.Rebuilt));
        File.Delete(tree.PathOf($"{SignedTree.ImageFolder}/signature-1"));
    }

    [Needs("gpg")]
    public void Gaps_are_closed_in_the_order_of_the_numbers_and_doing_it_again_changes_nothing()
    {
        Lie("signature-3", alice);
        Lie("signature-10", bob);
        Tidy().ShouldBe(["signature-3 -> signature-1", "signature-10 -> signature-2"]);
        Lies().ShouldBe([("signature-1", Convert.ToHexString(alice)), ("signature-2", Convert.ToHexString(bob))]);
        Tidy().ShouldBeEmpty();
        tree.Verify().Rejected.ShouldBeEmpty();
    }

    [Needs("gpg")]
    public void What_is_there_twice_goes_once()
    {
        Lie("signature-1", alice);
        Lie("signature-2", alice);
        Lie("signature-3", bob);
        Tidy().ShouldBe(["signature-2 -> ", "signature-3 -> signature-2"]);
        Lies().ShouldBe([("signature-1", Convert.ToHexString(alice)), ("signature-2", Convert.ToHexString(bob))]);
    }

    [Needs("gpg")]
    public void What_a_merge_has_put_aside_under_another_name_gets_a_number()
    {
        Lie("signature-1", alice);
        Lie("signature-1~other", bob);
        Tidy().ShouldBe(["signature-1~other -> signature-2"]);
        Lies().ShouldBe([("signature-1", Convert.ToHexString(alice)), ("signature-2", Convert.ToHexString(bob))]);
    }

    [Needs("gpg", "git")]
    public void Two_branches_that_took_the_same_number_are_merged_without_loss()
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
        Tidy().ShouldContain(line => line.StartsWith("git's index -> ", StringComparison.Ordinal));
        Lies().Select(one => one.Bytes).ShouldBe([Convert.ToHexString(alice), Convert.ToHexString(bob)], ignoreOrder: true);
        Lies().Select(one => one.Name).ShouldBe(["signature-1", "signature-2"]);
        Tidy().ShouldBeEmpty();
        Git("add", "signatures");
        Git("commit", "--quiet", "-m", "merged");
        tree.Verify().Verdict.Confirmations.Select(confirmation => confirmation.Person).ShouldBe(["alice", "bob"], ignoreOrder: true);
    }

    [Needs("gpg", "git")]
    public void What_a_merge_brings_that_is_no_signature_is_refused()
    {
        Git("init", "--quiet", "--initial-branch=main");
        Git("commit", "--quiet", "--allow-empty", "-m", "begin");
        Git("checkout", "--quiet", "-b", "other");
        Lie("signature-1", "rubbish"u8.ToArray());
        Git("add", "signatures");
        Git("commit", "--quiet", "-m", "rubbish");
        Git("checkout", "--quiet", "main");
        Lie("signature-1", alice);
        Git("add", "signatures");
        Git("commit", "--quiet", "-m", "alice");
        Imgrep.Run("git", [.. Who, "merge", "other"], tree.Root).ExitCode.ShouldBe(1);
        var before = Lies();
        Should.Throw<RejectedInputException>(Tidy).Message.ShouldContain("what was merged there is no signature");
        Lies().ShouldBe(before);
    }

    [Needs("gpg")]
    public void A_link_is_refused_and_its_folder_left_alone()
    {
        Lie("signature-3", alice);
        File.CreateSymbolicLink(tree.PathOf($"{SignedTree.ImageFolder}/signature-4"), "signature-3");
        Should.Throw<RejectedInputException>(Tidy).Message.ShouldContain("signature-4: error: it is a link, which is not followed: expected a file");
        Lies().Select(one => one.Name).ShouldBe(["signature-3", "signature-4"]);
    }

    [Needs("gpg")]
    public void A_file_among_the_folders_is_refused_and_the_rest_tidied()
    {
        Lie("signature-2", alice);
        tree.Write("signatures/imgrep/stray", "x");
        Should.Throw<RejectedInputException>(Tidy).Message.ShouldContain("signatures/imgrep/stray: error: it is no folder of an image");
        Lies().Select(one => one.Name).ShouldBe(["signature-1"]);
    }

    [Theory]
    [InlineData("signature-0")]
    [InlineData("signature-01")]
    [InlineData("signature-1a")]
    [InlineData("signature-12345678901")]
    [InlineData("signature-")]
    public void What_has_no_number_gets_one(string name)
    {
        Lie("signature-1", alice);
        Lie(name, bob);
        Tidy().ShouldBe([$"{name} -> signature-2"]);
    }

    [Needs("gpg")]
    public void What_is_called_something_else_is_refused()
    {
        Lie("signature-1", alice);
        Lie("sig", bob);
        Should.Throw<RejectedInputException>(Tidy).Message.ShouldContain("sig: error: it is no signature-N");
        Lie(".not-temporary", bob);
        Should.Throw<RejectedInputException>(Tidy).Message.ShouldContain(".not-temporary: error: it is no signature-N");
    }

    [Needs("gpg")]
    public void A_folder_behind_a_link_is_refused()
    {
        Directory.Delete(tree.PathOf(SignedTree.ImageFolder));
        var elsewhere = Directory.CreateDirectory(tree.PathOf("elsewhere")).FullName;
        File.WriteAllBytes(Path.Combine(elsewhere, "signature-2"), alice);
        File.CreateSymbolicLink(tree.PathOf(SignedTree.ImageFolder), elsewhere);
        Should.Throw<RejectedInputException>(Tidy).Message.ShouldContain("it is no folder of an image");
        File.Exists(Path.Combine(elsewhere, "signature-2")).ShouldBeTrue();
    }

    [Needs("gpg")]
    public void What_is_no_signature_is_refused_and_its_folder_left_alone()
    {
        Lie("signature-2", alice);
        Lie("signature-3", "rubbish"u8.ToArray());
        Should.Throw<RejectedInputException>(Tidy).Message.ShouldContain("signature-3: error: it holds bytes that are no OpenPGP packet");
        Lies().Select(one => one.Name).ShouldBe(["signature-2", "signature-3"]);
    }

    [Needs("gpg")]
    public void What_an_interrupted_run_has_left_is_tidied()
    {
        // The new name is there, the old one is not gone yet; and signing had begun to write another.
        Lie($".{new string('0', 32)}", "half"u8.ToArray());
        Lie("signature-1", alice);
        Lie("signature-2", bob);
        Lie("signature-5", bob);
        Tidy();
        Lies().ShouldBe([("signature-1", Convert.ToHexString(alice)), ("signature-2", Convert.ToHexString(bob))]);
    }

    public void Dispose() => tree.Dispose();

    private static string[] Who { get; } = ["-c", "user.name=a", "-c", "user.email=a@example.org"];

    private void Git(params string[] arguments) => Imgrep.Run("git", [.. Who, .. arguments], tree.Root).ExitCode.ShouldBe(0);

    private byte[] Read(string file) => File.ReadAllBytes(tree.PathOf(file));

    private void Lie(string name, byte[] bytes) => tree.Write($"{SignedTree.ImageFolder}/{name}", bytes);

    private List<string> Tidy() =>
        [.. new SignatureTidying(new Checkout(tree.Root)).Run(CancellationToken.None).Select(one => $"{Path.GetFileName(one.From)} -> {Path.GetFileName(one.To)}")];

    private List<(string Name, string Bytes)> Lies() =>
        [.. Directory.GetFiles(tree.PathOf(SignedTree.ImageFolder)).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file))))];
}
