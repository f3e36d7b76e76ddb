using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>What a step changed as two files, on its way to another store: its listing, and a canonical layer with the contents of its files, each once,
/// named by its hash. So what the format of layers cannot say, such as times and what is gone, is in the listing alone.</summary>
internal static class PackedSnapshot
{
    public static string ListingOf(string files) => files + ".listing";

    public static string ContentsOf(string files) => files + ".contents";

    /// <param name="files">Their path but for the endings.</param>
    public static LayerDescriptor Write(LayerDirectory layer, string files, CancellationToken cancellation)
    {
        Disk.WriteBytes(ListingOf(files), LayerListing.Print(layer));
        using var file = new LayerFile(ContentsOf(files));
        var contents = LayerWriter.Write(Gather(layer), file, cancellation);
        file.Flush();
        return contents;
    }

    /// <summary>What somebody else says that a step changed, with the hash <paramref name="result"/>.</summary>
    /// <exception cref="RejectedInputException">The files are not what <see cref="Write"/> makes, or of another layer.</exception>
    public static LayerDirectory Read(string files, LayerDescriptor expected, Digest result, CancellationToken cancellation)
    {
        var path = ContentsOf(files);
        using var blob = Disk.Open(path);
        var tree = LayerReader.Read(blob, expected, (offset, length, digest) => new DiskFile(HostPath.Parse(path), offset, length, digest), cancellation);
        try
        {
            var contents = tree.Root.Children.Select(child => ContentOf(child.Key, child.Value)).ToDictionary(content => content.Digest);
            var layer = ForeignListing.Read(Disk.ReadBytes(ListingOf(files)), contents);
            return LayerListing.DigestOf(layer) == result ? layer : throw new InvalidDataException($"it lists {LayerListing.DigestOf(layer)}, {result} was expected");
        }
        catch (InvalidDataException flaw)
        {
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(ListingOf(files)), "step-not-canonical", flaw.Message, "take steps that imgrep has written"));
        }
    }

    public static void Remove(string files)
    {
        Disk.TryDelete(ListingOf(files));
        Disk.TryDelete(ContentsOf(files));
    }

    private static IFileContent ContentOf(FileName name, TreeNode node) => node is FileNode file && name.ToString() == file.Content.Digest.Hex
        ? file.Content : throw new InvalidDataException($"among its contents '{name}' is no file with this hash");

    private static FileTree Gather(LayerDirectory layer)
    {
        var contents = DirectoryNode.NoChildren.ToBuilder();
        foreach (var file in SnapshotStore.FilesOf(layer))
            contents[FileName.Parse(file.Content.Digest.Hex)] = new FileNode(Metadata.DefaultFile, file.Content);
        return new FileTree(new DirectoryNode(Metadata.DefaultDirectory, contents.ToImmutable()));
    }
}
