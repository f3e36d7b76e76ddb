using System.Collections.Immutable;
using ImgRep.Files.Patterns;
using ImgRep.Files.Tar;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>Finds the place of each source in the destination and puts it there (tonistiigi/fsutil, <c>copy</c>).</summary>
internal sealed class Placement(FileTree target, CopyRequest request, CopyAttributes attributes)
{
    private readonly ImmutableArray<FileName> destination = FileTree.Split(request.Destination);
    private readonly PatternSet exclude = Options.Patterns(request.Exclude, request.Span, "--exclude");
    private bool hasNamedFile;

    public FileTree Tree { get; private set; } = target;

    /// <summary>The folder that a COPY names is there even if all that was to go into it is excluded.</summary>
    public void MakeDestination() => MakeFolder(destination.AsSpan());

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

    /// <summary>The destination of an archive is always a folder; for what it holds, that folder is the root.</summary>
    public void Unpack(TarArchive archive)
    {
        MakeFolder(destination.AsSpan());
        var place = Tree.Resolve(destination.AsSpan(), request.Span);
        var unpacking = new TarUnpacking(new FileTree((DirectoryNode)place.Node!), archive.Slice, archive.Name, request.Span) { Place = place.Path };
        foreach (var entry in TarReader.Read(archive.Tar, archive.Name, archive.Limits, request.Span))
            unpacking.Add(entry with { Metadata = attributes.Owned(entry.Metadata) });
        Tree = Tree.With(place.Path.AsSpan(), unpacking.Finish().Root);
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
            path = [.. path, source.Name!];
        else
            NameFile();
        NameLimits.Check(path.AsSpan(), request.Span);
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
