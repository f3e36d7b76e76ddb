using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>COPY as BuildKit does it, as a function of two trees.</summary>
public static class CopyOperation
{
    /// <summary>The tree that a COPY leaves: folders give their contents, several files need a folder, missing parents are made
    /// with mode 0755, existing folders are merged, links on the way to the destination are followed inside the root.</summary>
    /// <exception cref="RejectedInputException">A source is missing, a file and a folder collide, or an option is malformed.</exception>
    public static FileTree Apply(FileTree target, CopyRequest request) => Apply(target, request, open: (_, _) => null);

    internal static FileTree Apply(FileTree target, CopyRequest request, Func<string, IFileContent, TarArchive?> open)
    {
        var attributes = CopyAttributes.Resolve(request, target);
        if (!request.Link)
            return Copy(new Placement(target, request, attributes), request, open);
        return Overlay.Put(Copy(new Placement(FileTree.Empty, request, attributes), request, open), target);
    }

    private static FileTree Copy(Placement placement, CopyRequest request, Func<string, IFileContent, TarArchive?> open)
    {
        foreach (var source in request.Sources)
        {
            var matches = CopySource.Find(source, request, out var hasExcluded);
            if (hasExcluded && request.IntoFolder)
                placement.MakeDestination();
            foreach (var match in matches)
            {
                if (match.Node is FileNode file && open(match.Path, file.Content) is { } archive)
                    placement.Unpack(archive);
                else
                    placement.Put(match);
            }
        }
        foreach (var (name, content) in request.Documents)
            placement.Put(Document(name, content, request.Span));
        return placement.Tree;
    }

    private static CopySource Document(string name, IFileContent content, SourceSpan span) =>
        FileName.TryOf(System.Text.Encoding.UTF8.GetBytes(name), out var fileName)
            ? new CopySource(fileName, new FileNode(Metadata.DefaultFile, content), PatternSet.Empty, name)
            : throw new RejectedInputException(Diagnostic.Error(
                span, "document-name", $"'{name}' cannot be the name of a file", "name the here-document without slashes"));
}
