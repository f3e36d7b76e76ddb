using System.Collections.Immutable;
using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>Finds the place of each source in the destination and puts it there (tonistiigi/fsutil, <c>copy</c>).</summary>
internal sealed class Placement(FileTree target, CopyRequest request, CopyAttributes attributes)
{
    private readonly ImmutableArray<FileName> destination = FileTree.Split(request.Destination);
    private readonly PatternSet exclude = Options.Patterns(request.Exclude, request.Span, "--exclude");
    private bool hasNamedFile;

    public FileTree Tree { get; private set; } = target;

    public void Put(CopySource source)
    {
        var folder = request.IntoFolder || destination.IsEmpty ? destination : destination[..^1];
        MakeFolder(folder.AsSpan());
        var resolved = Tree.Resolve(destination.AsSpan(), request.Span);
        if (source.Node is DirectoryNode directory)
            PutContents(directory, source.Only, resolved);
        else
            PutFile(source, resolved);
    }

    private void PutContents(DirectoryNode directory, PatternSet only, ResolvedPath place)
    {
        MakeFolder(place.Path.AsSpan());
        var existing = (DirectoryNode)Tree.Find(place.Path.AsSpan())!;
        var copy = new NodeCopy(place.Path, attributes, only, exclude, request.Span);
        Tree = Tree.With(place.Path.AsSpan(), copy.Contents(directory, existing));
    }

    private void PutFile(CopySource source, ResolvedPath place)
    {
        var path = place.Path;
        if (place.Node is DirectoryNode)
            path = [.. path, source.Name!.Value];
        else
            NameFile();
        MakeFolder(path.AsSpan()[..^1]);
        var copy = new NodeCopy(path, attributes, PatternSet.Empty, PatternSet.Empty, request.Span);
        Tree = Tree.With(path.AsSpan(), copy.Single(source.Node, Tree.Find(path.AsSpan())));
    }

    /// <summary>BuildKit would let the last of several files win without a word.</summary>
    private void NameFile()
    {
        if (hasNamedFile)
        {
            throw new RejectedInputException(Diagnostic.Error(
                request.Span, "needs-folder", $"several files cannot be copied to the one name '{request.Destination}'",
                $"write '{request.Destination}/'"));
        }
        hasNamedFile = true;
    }

    private void MakeFolder(ReadOnlySpan<FileName> path) => Tree = Tree.WithDirectory(path, attributes.Created, request.Span);
}
