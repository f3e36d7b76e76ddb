using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layout;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Output;

/// <summary><c>out/</c> of a tree: for each package the archive of its image, <c>NAME.tgz</c>, and <c>NAME.digest</c>, which says of
/// which one, and on a second line if not all routes to it were built.</summary>
public sealed class ArchiveFolder(Checkout tree, ContentStore store)
{
    private const string VersionLabel = "org.opencontainers.image.version";

    /// <summary>Writes the archive of an image, unless it is there already.</summary>
    /// <param name="verifies">Whether what is there is read before it is taken for the image: anyone could have put it there.</param>
    /// <returns>Its path.</returns>
    public string Write(PlannedBuild build, bool verifies, CancellationToken cancellation)
    {
        var (package, digest, folder) = (build.Name, build.Image!, OutputFolder.PathOf(tree, "out"));
        var archive = Path.Combine(folder, package + ".tgz");
        if (CheckoutFile.TypeOf(tree, $"out/{package}.tgz") == EntryType.File && CheckoutFile.TryReadText(tree, $"out/{package}.digest") == NoteOf(build)
            && (!verifies || Holds(archive, digest, cancellation)))
            return archive;
        Disk.MakeFolder(folder);
        DurableFile.Delete(tree, $"out/{package}.digest");
        var temporary = $"{archive}.{Guid.NewGuid():n}";
        try
        {
            using (var file = Disk.Create(temporary))
                Write(package, store.Images.Find(digest), file, cancellation);
            Disk.Move(temporary, archive);
        }
        finally
        {
            Disk.TryDelete(temporary);
        }
        DurableFile.Write(tree, $"out/{package}.digest", Encoding.UTF8.GetBytes(NoteOf(build)));
        return archive;
    }

    private static bool Holds(string archive, Digest image, CancellationToken cancellation)
    {
        try
        {
            return ImagePath.Read(archive, cancellation).Digest == image;
        }
        catch (RejectedInputException)
        {
            return false;
        }
    }

    /// <summary>What its label says, for the tag of an image.</summary>
    internal static string VersionOf(string package, CanonicalImage image) =>
        ImageConfiguration.Parse(image.Configuration.AsMemory(), $"configuration of {package}").Config.Labels.GetValueOrDefault(VersionLabel, "latest");

    private static string NoteOf(PlannedBuild build) => $"{build.Image}\n{(build.IsAgreed ? "" : "not agreed\n")}";

    private void Write(string package, CanonicalImage image, Stream file, CancellationToken cancellation)
    {
        // The layer is verified while it is read: an archive is never made of a damaged one.
        ImageArchive.Write(image, layer => new DiskFile(HostPath.Parse(store.BlobPath(layer)), 0, image.Layer.Size, layer).Open(),
            $"{PackageName.Namespace}{package}:{VersionOf(package, image)}", file, cancellation);
    }
}
