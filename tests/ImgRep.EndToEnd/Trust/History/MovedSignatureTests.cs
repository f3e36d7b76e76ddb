using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.EndToEnd.Trust.History;

/// <summary>Anybody may move a signature to where it counts as before. To move it anywhere else is to remove it, which must be signed.</summary>
public sealed class MovedSignatureTests : IDisposable
{
    private static readonly Claim Claim = SignedTree.Rebuilt;
    private static readonly string Image = SignaturePlace.FolderOf(Claim.Package, Claim.Image);

    private readonly SignedHistory history = new();

    [Needs("git", "gpg", "ssh-keygen")]
    public void A_numbered_signature_may_only_go_to_its_maker_and_under_its_hash()
    {
        var message = history.Gnupg.Sign(history.Gnupg.FingerprintOf("carol"), [.. new ImageSignature(Claim, null).Write("test", SignedTree.Now)]);
        var numbered = $"{SignaturePlace.Numbered}/{Image}/signature-1";
        Write(numbered, message);
        history.Commit(null);
        var right = SignaturePlace.OfImage("carol", Claim.Package, Claim.Image, message);
        IsRefused(numbered, SignaturePlace.OfImage("bob", Claim.Package, Claim.Image, message));
        IsRefused(numbered, $"{SignaturePlace.Images}/carol/{Image}/{Digest.Compute("other"u8).Hex}");
        IsRefused(numbered, SignaturePlace.OfImage("carol", Claim.Package, Digest.Compute("other"u8), message));
        Move(numbered, right);
        history.ShouldBeGood();
    }

    [Needs("git", "gpg", "ssh-keygen")]
    public void The_signature_of_a_manifest_may_only_be_called_by_its_hash()
    {
        var manifest = ManifestOfHashes.Write([Claim]);
        var file = $"{SignaturePlace.Manifests}/carol/{Digest.Compute(manifest).Hex}";
        var signature = history.Gnupg.Sign(history.Gnupg.FingerprintOf("carol"), manifest, "--armor", "--detach-sign");
        Write(file, manifest);
        Write(file + SignaturePlace.Armored, signature);
        history.Commit(null);
        IsRefused(file + SignaturePlace.Armored, SignaturePlace.OfManifest(file, "other"u8));
        IsRefused(file + SignaturePlace.Armored, $"{file}.x{SignaturePlace.Armored}");
        Move(file + SignaturePlace.Armored, SignaturePlace.OfManifest(file, signature));
        history.ShouldBeGood();
    }

    public void Dispose() => history.Dispose();

    private void IsRefused(string from, string to)
    {
        var commit = Move(from, to);
        history.Read().Refusals.ShouldContain(refusal => refusal.Commit == commit, to);
        history.Git("reset", "--hard", "--quiet", "HEAD~1");
    }

    private string Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(history.Root, to))!);
        history.Git("mv", from, to);
        return history.Commit(null);
    }

    private void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(history.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }
}
