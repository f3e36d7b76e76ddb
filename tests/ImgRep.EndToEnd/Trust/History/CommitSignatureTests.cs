using System.Text;

namespace ImgRep.EndToEnd.Trust.History;

/// <summary>Real signatures of every algorithm, and what is not one.</summary>
public sealed class CommitSignatureTests : IDisposable
{
    private readonly SignedHistory history = new();

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa-256")]
    [InlineData("ecdsa-384")]
    [InlineData("ecdsa-521")]
    [InlineData("rsa-3072")]
    public void Each_kind_of_ssh_key_signs_and_what_it_signed_cannot_be_changed(string type)
    {
        history.Change("keys/people.yaml", "alice", history.People + history.Entry("dave", "maintainer", type));
        history.Change("packages/zlib/patch", "dave");
        history.ShouldBeGood();
        var forged = history.Raw(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(history.RawHead()).Replace("\n\nchange", "\n\nCHANGE", StringComparison.Ordinal)));
        history.ShouldRefuse(forged, "packages/zlib/patch", "signature", "its signature is bad: what the key ");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_an_openpgp_key_signed_cannot_be_changed()
    {
        history.Change("packages/zlib/patch", "gpg:carol");
        var forged = history.Raw(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(history.RawHead()).Replace("\n\nchange", "\n\nCHANGE", StringComparison.Ordinal)));
        history.ShouldRefuse(forged, "packages/zlib/patch", "key", "bad: what the key ");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_signature_made_for_something_else_is_refused()
    {
        var unsigned = Unsigned();
        var payload = history.KeyPath("payload");
        File.WriteAllBytes(payload, unsigned);
        history.Run("ssh-keygen", ["-q", "-Y", "sign", "-n", "file", "-f", history.KeyPath("alice"), payload]);
        var commit = history.Raw(With(unsigned, File.ReadAllText(payload + ".sig")));
        history.ShouldRefuse(commit, "packages/zlib/patch", "signature", "its signature was made for 'file', expected 'git'");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void An_openpgp_signature_with_sha1_is_refused()
    {
        var unsigned = Unsigned();
        var signature = Encoding.ASCII.GetString(history.Gnupg.Sign("carol@example.org", unsigned, "--digest-algo", "SHA1", "--allow-weak-digest-algos", "--armor",
            "--detach-sign"));
        history.ShouldRefuse(history.Raw(With(unsigned, signature)), "packages/zlib/patch", "key", "with SHA-1, which is too weak");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void Two_signatures_are_refused_and_so_is_garbage()
    {
        history.Change("packages/zlib/patch", "alice");
        var signed = Encoding.Latin1.GetString(history.RawHead());
        var start = signed.IndexOf("gpgsig ", StringComparison.Ordinal);
        var header = signed[start..(signed.IndexOf("\n\n", StringComparison.Ordinal) + 1)];
        var twice = history.Raw(Encoding.Latin1.GetBytes(signed.Insert(start, header)));
        history.ShouldRefuse(twice, "", "malformed", "it has two signatures");
        var garbage = history.Raw(Encoding.Latin1.GetBytes(signed.Replace(header, "gpgsig \0\u00ff\n", StringComparison.Ordinal)));
        history.ShouldRefuse(garbage, "", "malformed", "hold a zero");
        var rubbish = history.Raw(Encoding.Latin1.GetBytes(signed.Replace(header, "gpgsig rubbish\n", StringComparison.Ordinal)));
        history.ShouldRefuse(rubbish, "packages/zlib/patch", "signature", "its signature is not usable");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void What_two_readers_could_read_differently_is_refused()
    {
        history.Change("packages/zlib/patch", "alice");
        var signed = Encoding.Latin1.GetString(history.RawHead());
        var commit = history.Raw(Encoding.Latin1.GetBytes(signed.Replace("\ncommitter ", $"\ntree {new string('0', 40)}\ncommitter ", StringComparison.Ordinal)));
        history.ShouldRefuse(commit, "", "malformed", "'tree' stands in it after 'author'");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void An_object_that_is_not_what_its_name_says_is_not_believed()
    {
        history.ShouldBeGood();
        var head = history.Change("packages/zlib/patch", "alice");
        var child = history.Change("packages/zlib/patch", "alice", "again\n");
        var good = Path.Combine(history.Root, ".git/objects", head[..2], head[2..]);
        var evil = history.Change("packages/zlib/patch", null, "evil\n");
        history.Git("reset", "--quiet", "--hard", child);
        File.Delete(good);
        File.Copy(Path.Combine(history.Root, ".git/objects", evil[..2], evil[2..]), good);
        Should.Throw<Host.EnvironmentException>(() => history.Read()).Message.ShouldContain($"the object {head} is not what its name says");
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_replacement_that_the_repository_has_changes_nothing()
    {
        var unsigned = history.Change("packages/zlib/patch", null);
        history.Git("reset", "--quiet", "--hard", "HEAD~1");
        var signed = history.Change("packages/zlib/patch", "alice");
        history.Git("replace", unsigned, signed);
        history.Read(unsigned).Refusals.ShouldHaveSingleItem().Rule.ShouldBe("unsigned");
    }

    public void Dispose() => history.Dispose();

    /// <summary>A commit that nobody has signed yet, taken back again.</summary>
    private byte[] Unsigned()
    {
        history.Change("packages/zlib/patch", null);
        return history.RawHead();
    }

    private static byte[] With(byte[] unsigned, string signature)
    {
        var text = Encoding.Latin1.GetString(unsigned);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes($"{text[..end]}\ngpgsig {signature.TrimEnd('\n').Replace("\n", "\n ", StringComparison.Ordinal)}{text[end..]}");
    }
}
