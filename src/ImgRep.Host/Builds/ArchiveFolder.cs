using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Primitives;

namespace ImgRep.Host.Builds;

/// <summary><c>out/</c> of a tree: for each package the archive of its image, <c>NAME.tgz</c>, and <c>NAME.digest</c>, which says of which one.</summary>
public sealed class ArchiveFolder(string folder, ContentStore store)
{
    private const string VersionLabel = "org.opencontainers.image.version";

    /// <summary>Writes the archive of an image, unless it is there already.</summary>
    /// <returns>Its path.</returns>
    public string Write(string package, Digest digest, CancellationToken cancellation)
    {
        var archive = Path.Combine(folder, package + ".tgz");
        var note = Path.Combine(folder, package + ".digest");
        if (File.Exists(archive) && File.Exists(note) && File.ReadAllText(note) == $"{digest}\n")
            return archive;
        Directory.CreateDirectory(folder);
        File.Delete(note);
        var temporary = $"{archive}.{Guid.NewGuid():n}";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                Write(package, store.Images.Find(digest), file, cancellation);
            File.Move(temporary, archive, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        File.WriteAllText(note, $"{digest}\n");
        return archive;
    }

    private void Write(string package, CanonicalImage image, Stream file, CancellationToken cancellation)
    {
        var labels = ImageConfiguration.Parse(image.Configuration.AsMemory(), $"configuration of {package}").Config.Labels;
        var version = labels.GetValueOrDefault(VersionLabel, "latest");
        // The layer is verified while it is read: an archive is never made of a damaged one.
        ImageArchive.Write(image, layer => new DiskFile(UnixPath.Of(store.BlobPath(layer)), 0, image.Layer.Size, layer).Open(), $"imgrep/{package}:{version}", file, cancellation);
    }
}
