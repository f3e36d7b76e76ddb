using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Signatures;

/// <summary>Where something lies below <c>signatures/</c>, and what its path says of it (docs/formats/signatures.md). Each file lies in the folder of
/// whoever signed it and is called by the hash of its own bytes, so that no two of them ever want one name.</summary>
/// <param name="Path">Relative to the tree.</param>
public abstract record SignaturePlace(string Path)
{
    public const string Folder = "signatures";
    public const string Images = Folder + "/images";
    public const string Manifests = Folder + "/manifests";

    /// <summary>Where signatures of images lay before they had owners: numbered, as a lookaside store has them.</summary>
    public const string Numbered = Folder + "/imgrep";

    /// <summary>How an armoured signature's name ends.</summary>
    public const string Armored = ".asc";

    private const string Between = "@sha256=";

    /// <returns>Null if nothing has a path like this.</returns>
    public static SignaturePlace? Parse(string path) => path.Split('/') switch
    {
        [Folder, "images", var owner, var folder, var name] when PeopleFile.IsId(owner) && IsHex(name) && ParseFolder(folder) is var (package, image) =>
            new ImagePlace(path, owner, package, image),
        [Folder, "imgrep", var folder, var name] when IsNumber(name) && ParseFolder(folder) is var (package, image) => new ImagePlace(path, null, package, image),
        [Folder, "manifests", var owner, var name] when PeopleFile.IsId(owner) => name.Split('.') switch
        {
            [var hex] when IsHex(hex) => new ManifestPlace(path, owner),
            [var hex, "asc"] when IsHex(hex) => new ManifestSignaturePlace(path, owner, null),
            [var hex, var own, "asc"] when IsHex(hex) && IsHex(own) => new ManifestSignaturePlace(path, owner, own),
            _ => null,
        },
        _ => null,
    };

    /// <summary>The package and the image of a folder <c>NAME@sha256=HEX</c>; null for other folders.</summary>
    public static (PackageName Package, Digest Image)? ParseFolder(string folder)
    {
        var at = folder.IndexOf(Between, StringComparison.Ordinal);
        return at >= 0 && PackageName.TryParse(folder[..at], out var package) && Digest.TryParseHex(folder[(at + Between.Length)..], out var image)
            ? (package, image) : null;
    }

    /// <summary>The name of the folder with the signatures of an image.</summary>
    public static string FolderOf(PackageName package, Digest image) => $"{package}{Between}{image.Hex}";

    /// <summary>The folders where a person's signatures lie.</summary>
    public static string[] FoldersOf(string owner) => [$"{Images}/{owner}", $"{Manifests}/{owner}"];

    /// <summary>Where a signature of an image belongs.</summary>
    public static string OfImage(string owner, PackageName package, Digest image, ReadOnlySpan<byte> signature) =>
        $"{Images}/{owner}/{FolderOf(package, image)}/{Digest.Compute(signature).Hex}";

    /// <summary>Where the signature of a manifest belongs.</summary>
    /// <param name="manifest">The manifest's path.</param>
    public static string OfManifest(string manifest, ReadOnlySpan<byte> signature) => $"{manifest}.{Digest.Compute(signature).Hex}{Armored}";

    /// <summary>Whether a file in a person's folder of manifests is called like the signature of one, and of which.</summary>
    public static bool IsSignature(string name, out string manifest)
    {
        manifest = name.Split('.')[0];
        return name.EndsWith(Armored, StringComparison.Ordinal) && manifest.Length > 0;
    }

    /// <summary>Whether it is <c>signature-N</c>, from 1.</summary>
    public static bool IsNumber(string name) =>
        name.Length is > 10 and < 20 && name.StartsWith("signature-", StringComparison.Ordinal) && name[10] != '0' && name.AsSpan(10).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsHex(string text) => Digest.TryParseHex(text, out _);
}

/// <summary>A signature of one image.</summary>
/// <param name="Owner">Whose folder it lies in; null where it is numbered.</param>
public sealed record ImagePlace(string Path, string? Owner, PackageName Package, Digest Image) : SignaturePlace(Path);

/// <summary>A manifest of hashes.</summary>
public sealed record ManifestPlace(string Path, string Owner) : SignaturePlace(Path);

/// <summary>The signature of a manifest of hashes.</summary>
/// <param name="Own">The hash that its name says it has; null where it is called by its manifest alone, as it was before.</param>
public sealed record ManifestSignaturePlace(string Path, string Owner, string? Own) : SignaturePlace(Path)
{
    /// <summary>The path of what it signs.</summary>
    public string Manifest => Path[..Path.IndexOf('.', StringComparison.Ordinal)];
}
