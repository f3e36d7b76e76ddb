using ImgRep.Host.Checkouts;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Host.Trust.Signing;

/// <summary>The signatures of single images, numbered from 1 in a folder for each.</summary>
/// <param name="counting">The signature files of the tree that count.</param>
internal sealed class ImageSignatures(Checkout tree, IReadOnlySet<string> counting)
{
    /// <summary>Whether a signature of an image by a key counts already.</summary>
    public bool Has(PackageName package, Digest image, IReadOnlyCollection<string> keyIds)
    {
        var folder = FolderOf(package, image);
        return CheckoutFile.List(tree, folder).Select(entry => $"{folder}/{entry.Name}")
            .Any(file => counting.Contains(file) && KeyIdsOf(file)?.Overlaps(keyIds) == true);
    }

    /// <summary>Adds a signature under the first number that is free, whoever else adds one at the same time.</summary>
    /// <returns>Its path, relative to the tree.</returns>
    public string Add(PackageName package, Digest image, byte[] message)
    {
        for (var number = 1; ; number++)
        {
            var file = $"{FolderOf(package, image)}/signature-{number}";
            if (DurableFile.TryCreate(tree, file, message))
                return file;
        }
    }

    private static string FolderOf(PackageName package, Digest image) => $"signatures/imgrep/{package}@sha256={image.Hex}";

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
