using ImgRep.Containerfiles.Instructions;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Building.Lowering;

/// <summary>The source of an ADD that takes exactly one file from afar, as it is. It lies in the context in a folder named by its hash,
/// so that anyone can check it with <c>sha256sum</c>.</summary>
internal sealed record SourceFile(LoweredSource File, string Name)
{
    /// <summary>Null for all other instructions.</summary>
    public static SourceFile? Find(TransferInstruction transfer)
    {
        if (transfer is not AddInstruction { Checksum: { } checksum, Sources: [var url], Files.IsEmpty: true, Unpack: null or false, Link: false }
            || AddSource.KindOf(url) != AddSourceKind.Url)
            return null;
        var request = new SourceRequest(Digest.Parse(checksum), new Uri(url));
        return LoweredText.IsPlain(request.FileName) && !request.FileName.AsSpan().ContainsAny('*', '?')
            ? new SourceFile(new LoweredSource($"sources/{request.Digest.Hex}/{request.FileName}", request.Digest), request.FileName)
            : null;
    }

    /// <summary>Where the file is in a tree that has no other; null if its path has characters that builders read differently.</summary>
    public (string Path, FileNode Node)? Find(FileTree tree)
    {
        var path = "";
        TreeNode node = tree.Root;
        while (node is DirectoryNode { Children.Count: 1 } folder)
        {
            var (name, child) = folder.Children.Single();
            path += $"/{name}";
            node = child;
        }
        return node is FileNode file && file.Content.Digest == File.Source && LoweredText.IsPlain(path) && !path.AsSpan().ContainsAny('*', '?') ? (path, file) : null;
    }
}
