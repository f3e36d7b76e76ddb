using ImgRep.Host.Checkouts;
using ImgRep.Host.Output;
using ImgRep.Host.Posix;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Trust.Verifying;

/// <summary>What a user may ask about.</summary>
/// <param name="Subject">As the user wrote it, or the package's name.</param>
/// <param name="Image">Null where <c>digests</c> has none.</param>
public sealed record AskedImage(string Subject, PackageName Package, Digest? Image)
{
    /// <summary>A package, an archive, a layout, or a reference with a digest.</summary>
    /// <exception cref="RejectedInputException">It is none of these.</exception>
    public static AskedImage Resolve(string subject, Checkout tree, IReadOnlyDictionary<PackageName, Digest> digests, CancellationToken cancellation)
    {
        if (subject.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at && Digest.TryParse(subject[(at + 1)..], out var pinned))
            return new AskedImage(subject, PackageOf(subject[..at], subject), pinned);
        if (ImagePath.IsImage(subject))
        {
            var layout = ImagePath.Read(subject, cancellation);
            return new AskedImage(subject, PackageOf(layout.Name ?? "", subject), layout.Digest);
        }
        return PackageName.TryParse(subject, out var package) && (digests.ContainsKey(package) || CheckoutFile.TypeOf(tree, Checkout.PathOf(package)) == EntryType.Directory)
            ? new AskedImage(subject, package, digests.GetValueOrDefault(package))
            : throw new RejectedInputException(UnknownPackage.At(SourceSpan.Whole(DigestsFile.Path), subject, [.. digests.Keys]));
    }

    /// <summary>Every package of the tree, and every line of <c>digests</c>.</summary>
    public static IEnumerable<AskedImage> All(Checkout tree, IReadOnlyDictionary<PackageName, Digest> digests) =>
        CheckoutLoader.ListNames(tree).Concat(digests.Keys).Distinct().Order().Select(package => new AskedImage(package.ToString(), package, digests.GetValueOrDefault(package)));

    /// <summary>The package of a reference like <c>registry:5000/imgrep/zlib:1.3.1</c>.</summary>
    private static PackageName PackageOf(string reference, string subject)
    {
        var start = reference.LastIndexOf(PackageName.Namespace, StringComparison.Ordinal);
        if (start == 0 || (start > 0 && reference[start - 1] == '/'))
        {
            if (PackageName.TryParse(reference[(start + PackageName.Namespace.Length)..].Split(':')[0], out var package))
                return package;
        }
        throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(subject), "image-name", $"its name is '{reference}', which is no image of imgrep",
            "images of packages are called imgrep/NAME"));
    }
}
