using ImgRep.Host.Tree;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Host.Trust.Signing;

/// <summary>The signatures of single images, numbered from 1 in a folder for each.</summary>
internal sealed class ImageSignatures(TreeFolder tree)
{
    /// <summary>Whether a key has signed an image already, as far as its files say.</summary>
    public bool Has(PackageName package, Digest image, IReadOnlyCollection<string> keyIds)
    {
        var folder = FolderOf(package, image);
        return TreeFile.List(folder).Any(entry => KeyIdsOf(Path.Combine(folder, entry.Name))?.Overlaps(keyIds) == true);
    }

    /// <summary>Adds a signature under the first number that is free, whoever else adds one at the same time.</summary>
    /// <returns>Its path, relative to the tree.</returns>
    public string Add(PackageName package, Digest image, byte[] message)
    {
        var folder = Directory.CreateDirectory(FolderOf(package, image)).FullName;
        for (var number = 1; ; number++)
        {
            var file = Path.Combine(folder, $"signature-{number}");
            if (DurableFile.TryCreate(file, message))
                return Path.GetRelativePath(tree.Root, file);
        }
    }

    private string FolderOf(PackageName package, Digest image) => Path.Combine(tree.Root, "signatures", "imgrep", $"{package}@sha256={image.Hex}");

    private static IReadOnlySet<string>? KeyIdsOf(string file)
    {
        try
        {
            return TreeFile.Read(file, SignedData.LargestMessage, out _) is { } bytes ? SignedData.OfMessage(bytes).Signature.KeyIds : null;
        }
        catch (MalformedOpenPgpException)
        {
            return null;
        }
    }
}
