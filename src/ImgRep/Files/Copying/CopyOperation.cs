using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>COPY as BuildKit does it, as a function of two trees.</summary>
public static class CopyOperation
{
    /// <summary>The tree that a COPY leaves: folders give their contents, several files need a folder, missing parents are made
    /// with mode 0755, existing folders are merged, links on the way to the destination are followed inside the root.</summary>
    /// <exception cref="RejectedInputException">A source is missing, a file and a folder collide, or an option is malformed.</exception>
    public static FileTree Apply(FileTree target, CopyRequest request)
    {
        var attributes = CopyAttributes.Of(request, target);
        if (!request.Link)
            return Copy(target, request, attributes);
        return Overlay.Put(Copy(FileTree.Empty, request, attributes), target);
    }

    private static FileTree Copy(FileTree target, CopyRequest request, CopyAttributes attributes)
    {
        var placement = new Placement(target, request, attributes);
        foreach (var source in request.Sources)
        {
            foreach (var match in CopySource.Find(source, request))
                placement.Put(match);
        }
        foreach (var (name, content) in request.Documents)
            placement.Put(Document(name, content, request.Span));
        return placement.Tree;
    }

    private static CopySource Document(string name, IFileContent content, SourceSpan span) =>
        FileName.TryOf(System.Text.Encoding.UTF8.GetBytes(name), out var fileName)
            ? new CopySource(fileName, new FileNode(Metadata.DefaultFile, content), PatternSet.Empty)
            : throw new RejectedInputException(Diagnostic.Error(
                span, "document-name", $"'{name}' cannot be the name of a file", "name the here-document without slashes"));
}
