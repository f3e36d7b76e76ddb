using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Lowered;

/// <summary>The tar that a builder writes of a stage.</summary>
internal static class TreeArchive
{
    /// <returns>Its tree; the contents stay in the file.</returns>
    /// <exception cref="RejectedInputException">It is malformed: builders are not trusted.</exception>
    public static FileTree Read(string path, string builder)
    {
        var span = SourceSpan.Whole($"the tree from {builder}");
        var unpacking = new TarUnpacking(
            FileTree.Empty, (offset, length, digest) => new DiskFile(HostPath.Parse(path), offset, length, digest), Path.GetFileName(path), span);
        using var tar = Disk.Open(path);
        foreach (var entry in TarReader.Read(tar, Path.GetFileName(path), TarLimits.Default, span))
            unpacking.Add(entry);
        return unpacking.Finish();
    }
}
