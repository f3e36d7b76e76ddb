using ImgRep.Host.Checkouts;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Signing;

/// <summary>A person's signatures of single images.</summary>
/// <param name="said">What was signed so far.</param>
internal sealed class ImageSignatures(Checkout tree, string person, SaidBefore said)
{
    /// <summary>Whether a signature of an image by a key counts already, and its maker stands behind it.</summary>
    public bool Has(PackageName package, Digest image, IReadOnlyCollection<string> keyIds)
    {
        var name = SignaturePlace.FolderOf(package, image);
        return new[] { $"{SignaturePlace.Images}/{person}/{name}", $"{SignaturePlace.Numbered}/{name}" }
            .SelectMany(folder => CheckoutFile.List(tree, folder).Select(entry => $"{folder}/{entry.Name}"))
            .Any(file => said.Stands(file) && KeyIdsOf(file)?.Overlaps(keyIds) == true);
    }

    /// <returns>Its path, relative to the tree.</returns>
    public string Add(PackageName package, Digest image, byte[] message)
    {
        var file = SignaturePlace.OfImage(person, package, image, message);
        DurableFile.Write(tree, file, message);
        return file;
    }

    private IReadOnlySet<string>? KeyIdsOf(string file)
    {
        try
        {
            return CheckoutFile.Read(tree, file, SignedData.LargestMessage, out _) is { } bytes ? SignedData.OfMessage(bytes).Signature.KeyIds : null;
        }
        catch (MalformedOpenPgpException)
        {
            return null;
        }
    }
}
