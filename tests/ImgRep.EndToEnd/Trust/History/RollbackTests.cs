using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.EndToEnd.Trust.History;

/// <summary>What machines may not do to <c>digests</c>, and nobody to what others signed.</summary>
public sealed class RollbackTests : IDisposable
{
    private readonly SignedHistory history = new();

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_machine_does_not_go_back_to_a_digest_that_stood_there_before()
    {
        history.Change("digests", "robot", Line('1', "musl") + Line('1', "zlib"));
        history.Change("digests", "robot", Line('1', "musl") + Line('2', "zlib"));
        history.ShouldBeGood();
        var back = history.Change("digests", "robot", Line('1', "musl") + Line('1', "zlib"));
        history.ShouldRefuse(back, "digests", "rollback", $"robot is a machine, and goes back to '{Line('1', "zlib").TrimEnd('\n')}', which stood there before");
        history.Read(since: history.Introduction).Refusals.ShouldHaveSingleItem().Commit.ShouldBe(back, "whoever sees all of it at once sees it too");
        history.Git("reset", "--hard", "--quiet", "HEAD~1");
        history.Change("digests", "alice", Line('1', "musl") + Line('1', "zlib"));
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Not_even_by_way_of_a_removal_or_of_a_merge()
    {
        history.Change("digests", "robot", Line('1', "zlib"));
        history.Git("branch", "old");
        history.Change("digests", "robot", Line('2', "zlib"));
        var newest = history.Change("digests", "robot", "");
        var again = history.Change("digests", "robot", Line('1', "zlib"));
        history.ShouldRefuse(again, "digests", "rollback", "goes back to");
        history.Git("reset", "--hard", "--quiet", newest);
        history.Git("checkout", "--quiet", "old");
        history.Change("signatures/x", null);
        history.Git("checkout", "--quiet", "main");
        history.Git("merge", "--quiet", "--no-commit", "--no-ff", "old");
        history.Write("digests", Line('1', "zlib"));
        history.ShouldRefuse(history.Commit("robot"), "digests", "rollback", "goes back to");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Two_machines_that_come_to_the_same_go_back_to_nothing()
    {
        history.Git("checkout", "--quiet", "-b", "other");
        history.Change("digests", "robot", Line('1', "zlib"));
        history.Git("checkout", "--quiet", "main");
        history.Change("digests", "robot", Line('1', "zlib"));
        history.Change("signatures/x", null);
        history.Merge("other", "robot");
        history.ShouldBeGood();
    }

    [Theory]
    [InlineData(null, "unsigned", "it is not signed")]
    [InlineData("robot", "removal", "robot may not remove or replace what bob signed: bob may, or who may change keys")]
    [InlineData("bob", null, "")]
    [InlineData("alice", null, "")]
    public void What_somebody_signed_is_removed_by_them_or_by_who_may_change_keys(string? who, string? rule, string reason)
    {
        history.Write("signatures/manifests/bob/5f1e.asc", "bob's\n");
        history.Change("signatures/manifests/bob/5f1e", null);
        history.Change("signatures/manifests/bob/77ab", null);
        history.ShouldBeGood();
        File.Delete(Path.Combine(history.Root, "signatures/manifests/bob/5f1e"));
        var removed = history.Commit(who);
        if (rule is null)
            history.ShouldBeGood();
        else
            history.ShouldRefuse(removed, "signatures/manifests/bob/5f1e", rule, reason);
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_manifest_that_a_later_one_of_the_same_person_makes_superfluous_may_go_unsigned()
    {
        var old = Manifest("20260301T000000", SignedTree.Rebuilt);
        history.Commit(null);
        Remove(old);
        var later = Manifest("20260302T000000", SignedTree.Rebuilt with { Recipe = SignedTree.Image });
        history.Commit(null);
        history.ShouldBeGood();
        // The other way round, an old word would take the place of a new one.
        Remove(later);
        Manifest("20260301T000000", SignedTree.Rebuilt);
        history.ShouldRefuse(history.Commit(null), later, "unsigned", "it is not signed");

        string Manifest(string time, Claim claim)
        {
            var manifest = ManifestOfHashes.Write([claim]);
            var file = $"signatures/manifests/carol/{Digest.Compute(manifest).Hex}";
            history.Write(file, System.Text.Encoding.ASCII.GetString(manifest));
            history.Write(file + ".asc", System.Text.Encoding.ASCII.GetString(history.Gnupg.Sign(history.Gnupg.FingerprintOf("carol"), manifest,
                "--faked-system-time", time, "--armor", "--detach-sign")));
            return file;
        }

        void Remove(string file)
        {
            File.Delete(Path.Combine(history.Root, file));
            File.Delete(Path.Combine(history.Root, file + ".asc"));
        }
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Signatures_of_images_may_change_their_numbers_and_nothing_else()
    {
        const string Folder = "signatures/imgrep/zlib@sha256=00";
        history.Write($"{Folder}/signature-1", "one\n");
        history.Write($"{Folder}/signature-3", "two\n");
        history.Change($"{Folder}/signature-4", null, "two\n");
        history.Git("mv", $"{Folder}/signature-3", $"{Folder}/signature-2");
        history.Git("rm", "--quiet", $"{Folder}/signature-4");
        history.Commit(null);
        history.ShouldBeGood();
        var replaced = history.Change($"{Folder}/signature-2", null, "three\n");
        history.ShouldRefuse(replaced, $"{Folder}/signature-2", "unsigned", "it is not signed");
    }

    public void Dispose() => history.Dispose();

    private static string Line(char digit, string package) => $"{new string(digit, 64)}  {package}\n";
}
