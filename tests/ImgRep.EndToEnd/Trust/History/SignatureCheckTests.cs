using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.History;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.EndToEnd.Trust.History;

/// <summary>What a branch must be so that it can be merged without being looked at: additions of its maker's own signatures.</summary>
public sealed class SignatureCheckTests : IDisposable
{
    private static readonly Claim Claim = SignedTree.Rebuilt;

    private readonly SignedHistory history = new();

    public SignatureCheckTests() => history.Git("branch", "topic");

    [Needs("git", "gpg", "ssh-keygen")]
    public void Two_branches_that_confirm_the_same_image_are_in_order_and_merge_without_a_conflict_even_those_of_one_person()
    {
        foreach (var (branch, time) in ((string, string)[])[("one", "20260301T000000"), ("other", "20260302T000000")])
        {
            history.Git("checkout", "--quiet", "-b", branch, "main");
            Manifest(time);
            Image(time);
            history.Commit(null);
            Check().ShouldBe("2 in order");
        }
        history.Git("checkout", "--quiet", "main");
        history.Merge("one", "alice");
        // What is merged in the meantime is no part of the branch.
        history.Change("packages/zlib/Containerfile", "alice");
        Check("main..other").ShouldBe("2 in order");
        history.Merge("other", "alice");
        history.ShouldBeGood();
        Directory.GetFiles(Path.Combine(history.Root, "signatures"), "*", SearchOption.AllDirectories).Length.ShouldBe(5, "one manifest, two signatures of it, two of the image");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Whatever_else_a_branch_does_is_named_with_its_commit()
    {
        history.Git("checkout", "--quiet", "topic");
        var manifest = Manifest();
        history.Commit(null);
        Refused(history.Change("packages/zlib/Containerfile", "alice"), "packages/zlib/Containerfile", "it is not below signatures/");
        Refused(history.Change("signatures/README", null), "signatures/README", "nothing below signatures/ is called like this");
        Refused(history.Change($"signatures/manifests/carol/{Digest.Compute("m"u8).Hex}", null), "/manifests/carol/", "nobody has signed it");
        var missing = SignaturePlace.OfManifest($"signatures/manifests/carol/{Digest.Compute("n"u8).Hex}", "x"u8);
        Refused(history.Change(missing, null, "x"), ".asc", "the manifest that it signs is missing");
        Refused(history.Change(SignaturePlace.OfManifest(manifest, "x"u8), null, "x"), ".asc", "BEGIN PGP SIGNATURE");
        Refused(history.Change("signatures/imgrep/zlib@sha256=" + SignedTree.Image.Hex + "/signature-1", null), "/signature-1", "signatures lie there no more");
        Refused(history.Change("signatures/manifests/carol/a/b/c", null), "signatures/manifests/carol/a/b", "no signature lies that deep");
        File.CreateSymbolicLink(Path.Combine(history.Root, "signatures/manifests/carol", Digest.Compute("l"u8).Hex), "x");
        Refused(history.Commit(null), "/manifests/carol/", "it is no file");
        history.Git("mv", "signatures/manifests/carol", "signatures/manifests/alice");
        Refused(history.Commit(null), ".asc", "it lies in the folder of alice, but carol signed it");
        history.Git("reset", "--hard", "--quiet", "topic~9");
        File.Delete(Directory.GetFiles(Path.Combine(history.Root, "signatures/manifests/carol"), "*.asc").Single());
        Refused(history.Commit(null), "signatures/manifests/carol/", "it is removed or replaced, which needs a signed commit");

        void Refused(string commit, string path, string reason) => Read().Problems.ShouldContain(
            problem => problem.Commit == commit && problem.Path.Contains(path, StringComparison.Ordinal) && problem.Reason.Contains(reason, StringComparison.Ordinal),
            string.Join('\n', Read().Problems));
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Keys_are_those_of_what_it_is_merged_into_and_merges_and_strangers_are_refused()
    {
        history.Git("checkout", "--quiet", "topic");
        Manifest();
        history.Commit(null);
        history.Git("checkout", "--quiet", "main");
        history.Change("keys/people.yaml", "alice", history.People.Replace("  carol:\n", "  carol:\n    left: 2026-02-01\n", StringComparison.Ordinal));
        Check("main..topic").ShouldBe("0 not in order");
        Read("main..topic").Problems.Single().Reason.ShouldContain("by carol, who left on 2026-02-01");
        history.Git("checkout", "--quiet", "topic");
        history.Merge("main", "alice");
        Read("topic~1..topic").Problems.ShouldContain(problem => problem.Reason.StartsWith("it is a merge", StringComparison.Ordinal));
        Should.Throw<RejectedInputException>(() => Read("none..topic")).Message.ShouldContain("there is no such commit here");
        foreach (var empty in (string[])["topic..topic", "topic..main"])
            Should.Throw<RejectedInputException>(() => Read(empty)).Message.ShouldStartWith($"{empty}: error: no commit is in it: topic has all that {empty[7..]} has");
        history.Git("checkout", "--quiet", "--orphan", "bare");
        history.Git("rm", "-r", "--quiet", "--cached", "keys", "policy.yaml");
        Directory.Delete(Path.Combine(history.Root, "keys"), recursive: true);
        File.Delete(Path.Combine(history.Root, "policy.yaml"));
        history.Commit(null);
        Should.Throw<UnsignedTreeException>(() => Read("bare..topic"));
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_manifest_may_take_the_place_of_one_that_it_makes_superfluous()
    {
        history.Git("checkout", "--quiet", "topic");
        var old = Manifest("20260301T000000");
        history.Commit(null);
        foreach (var file in Directory.GetFiles(Path.Combine(history.Root, Path.GetDirectoryName(old)!)))
            File.Delete(file);
        Manifest("20260302T000000", Claim with { Recipe = SignedTree.Image });
        history.Commit(null);
        Check("topic~1..topic").ShouldBe("1 in order");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_takes_something_back_is_added_like_all_else_and_goes_for_nothing_that_is_unsigned()
    {
        history.Git("checkout", "--quiet", "topic");
        Manifest("20260301T000000");
        var withdrawn = Manifest("20260302T000000", Claim with { Kind = ClaimKind.Withdrawn, Workshop = null });
        history.Commit(null);
        Check().ShouldBe("2 in order");
        Manifest("20260303T000000", Claim with { Recipe = SignedTree.Image });
        history.Commit(null);
        foreach (var file in Directory.GetFiles(Path.Combine(history.Root, Path.GetDirectoryName(withdrawn)!), Path.GetFileName(withdrawn) + "*"))
            File.Delete(file);
        history.Commit(null);
        Read("topic~1..topic").Problems.ShouldAllBe(problem => problem.Reason == "it is removed or replaced, which needs a signed commit");
        Check("topic~1..topic").ShouldBe("0 not in order");
    }

    public void Dispose() => history.Dispose();

    private string Check(string range = "main..HEAD")
    {
        var check = Read(range);
        return $"{check.Added} {(check.Problems.IsEmpty ? "in order" : "not in order")}";
    }

    private SignatureCheck Read(string range = "main..HEAD") =>
        SignatureCheck.ReadAsync(new Checkout(history.Root), range.Split("..")[0], range.Split("..")[1], DateTimeOffset.UtcNow, CancellationToken.None).GetAwaiter().GetResult();

    private string Manifest(string time = "20260301T000000", Claim? claim = null)
    {
        var manifest = ManifestOfHashes.Write([claim ?? Claim]);
        var file = $"signatures/manifests/carol/{Digest.Compute(manifest).Hex}";
        var signature = history.Gnupg.Sign(history.Gnupg.FingerprintOf("carol"), manifest, "--faked-system-time", time, "--armor", "--detach-sign");
        history.Write(file, System.Text.Encoding.ASCII.GetString(manifest));
        history.Write(SignaturePlace.OfManifest(file, signature), System.Text.Encoding.ASCII.GetString(signature));
        return file;
    }

    private void Image(string time)
    {
        var message = history.Gnupg.Sign(history.Gnupg.FingerprintOf("carol"), [.. new ImageSignature(Claim, null).Write("test", SignedTree.Now)], "--faked-system-time", time);
        var file = Path.Combine(history.Root, SignaturePlace.OfImage("carol", Claim.Package, Claim.Image, message));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, message);
    }
}
