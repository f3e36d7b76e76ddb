using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders;

/// <summary>A package's folder, read once: what its build can take from it, and what of it counts.</summary>
/// <param name="Containerfile">The hash of the file itself, whether or not the context has it.</param>
public sealed record PackageContext(Digest Containerfile, FileTree Tree, IgnoreFile Ignored)
{
    public Digest Digest => LayerListing.DigestOf(LayerDirectory.Between(FileTree.Empty, Tree));

    public static PackageContext Read(string folder)
    {
        var ignored = ReadIgnoreFile(folder);
        var containerfile = Digest.Of(File.ReadAllBytes(Path.Combine(folder, "Containerfile")));
        return new PackageContext(containerfile, ContextFolder.Read(folder, ignored.Excludes), ignored);
    }

    private static IgnoreFile ReadIgnoreFile(string folder)
    {
        foreach (var name in (string[])[".containerignore", ".dockerignore"])
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
                return IgnoreFile.Parse(File.ReadAllBytes(path), path);
        }
        return IgnoreFile.Empty;
    }
}
