using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Trust.Statements;

/// <summary>Package URLs (ECMA-427): what scanners call images, source archives and packages of a distribution.</summary>
internal static class PackageUrl
{
    public static string OfImage(PackageName package, Digest image) => $"pkg:oci/{Escape(package.ToString())}@{Escape(image.ToString())}";

    /// <param name="product">Null where the file's name does not tell.</param>
    public static string OfSource(StatedSource source, SourceProduct? product)
    {
        var request = source.Request;
        var name = product is null ? Escape(request.FileName is { Length: > 0 } file ? file : request.Digest.Hex) : $"{Escape(product.Name)}@{Escape(product.Version)}";
        // Upstream's URL has other bytes than a repack.
        var address = source.Repack is null ? $"&{(request.Commit is null ? "download_url" : "vcs_url")}={Escape(request.Location)}" : "";
        return $"pkg:generic/{name}?checksum={Escape(request.Digest.ToString())}{address}";
    }

    /// <param name="suite">Of Debian, as seeds name it.</param>
    public static string OfArchive(StatedArchive archive, string suite) =>
        $"pkg:deb/debian/{Escape(archive.Name)}@{Escape(archive.Version)}?arch={Escape(archive.Architecture)}&distro={Escape(suite)}";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
