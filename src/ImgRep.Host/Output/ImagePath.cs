using ImgRep.Host.Posix;
using ImgRep.Images.Layout;

namespace ImgRep.Host.Output;

/// <summary>Images outside the store: archives (<c>out/NAME.tgz</c>, or from other tools) and folders in OCI image layout.</summary>
public static class ImagePath
{
    /// <summary>A file, or a folder that says it is a layout.</summary>
    public static bool IsImage(string path) => Disk.IsFile(path) || Disk.IsFile(Path.Combine(path, "oci-layout"));

    /// <summary>Reads an image and verifies every blob of it.</summary>
    /// <exception cref="Primitives.RejectedInputException">It is no image, or a damaged one.</exception>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    public static ImageLayout Read(string path, CancellationToken cancellation)
    {
        if (Disk.IsFolder(path))
            return ImageLayout.Read(path, name => ReadFile(Path.Combine(path, name), cancellation));
        using var archive = Disk.Open(path);
        return ImageArchive.Read(archive, path, cancellation);
    }

    /// <inheritdoc cref="Read(string, CancellationToken)"/>
    /// <param name="verified">A blob of this folder that needs not be read again.</param>
    public static ImageLayout Read(string folder, LayoutFile verified, CancellationToken cancellation) =>
        ImageLayout.Read(folder, name => name == ImageFolder.BlobPath(verified.Digest) ? verified : ReadFile(Path.Combine(folder, name), cancellation));

    private static LayoutFile? ReadFile(string path, CancellationToken cancellation)
    {
        if (!Disk.IsFile(path))
            return null;
        using var file = Disk.Open(path);
        return LayoutFile.Read(file, cancellation);
    }
}
