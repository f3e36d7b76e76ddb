using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.Verifying;

/// <summary>Reads signature files, wherever their bytes come from: each must be what its name says.</summary>
internal static class SignatureFile
{
    /// <exception cref="MalformedOpenPgpException">It is no signature of an image, or its name is not its own.</exception>
    public static FoundImageSignature ReadImage(ImagePlace place, byte[] message)
    {
        if (place.Owner is not null)
            RequireName(Path.GetFileName(place.Path), message, "it has");
        return new FoundImageSignature(place.Path, SignedData.OfMessage(message), place.Package, place.Image, place.Owner);
    }

    /// <exception cref="MalformedOpenPgpException">It is no signature of a manifest, or one of their names is not their own.</exception>
    public static FoundManifest ReadManifest(ManifestSignaturePlace place, byte[] manifest, byte[] signature)
    {
        RequireName(Path.GetFileName(place.Manifest), manifest, "its manifest has");
        if (place.Own is { } own)
            RequireName(own, signature, "it has");
        return new FoundManifest(place.Path, SignedData.OfDetached(manifest, signature), place.Owner);
    }

    private static void RequireName(string name, byte[] bytes, string what)
    {
        if (Digest.Compute(bytes).Hex is var hash && name != hash)
            throw new MalformedOpenPgpException($"{what} the SHA-256 {hash}, which is not its name");
    }
}
