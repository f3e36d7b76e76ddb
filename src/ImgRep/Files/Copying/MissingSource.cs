using System.Collections.Immutable;
using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>Says what is wrong with a source that is not there, and what may have been meant.</summary>
internal static class MissingSource
{
    public static RejectedInputException Describe(ImmutableArray<FileName> path, CopyRequest request) =>
        new(Diagnostic.Error(request.Span, "source-not-found", $"'{FileTree.Show(path.AsSpan())}' not found", Hint(path, request)));

    private static string Hint(ImmutableArray<FileName> path, CopyRequest request)
    {
        if (request.From.Resolve(path.AsSpan(), request.Span, followLast: false).Node is SymlinkNode link)
            return $"it is a symbolic link to '{Encoding.UTF8.GetString(link.Target.AsSpan())}', which leads nowhere";
        if (request.Ignored.Excludes(FileTree.Show(path.AsSpan())[1..]))
            return "the ignore file leaves it out of the context";
        var (folder, depth) = DeepestFolder(path, request);
        var wanted = path[depth].ToString();
        return NearestName.Find(wanted, folder.Children.Keys.Select(name => name.ToString())) is { } nearest
            ? $"did you mean '{FileTree.Show([.. path[..depth], FileName.Parse(nearest)])}'?"
            : $"there is no '{wanted}' in '{FileTree.Show(path.AsSpan()[..depth])}'";
    }

    private static (DirectoryNode Folder, int Depth) DeepestFolder(ImmutableArray<FileName> path, CopyRequest request)
    {
        for (var depth = path.Length - 1; depth > 0; depth--)
        {
            if (request.From.Resolve(path.AsSpan()[..depth], request.Span).Node is DirectoryNode folder)
                return (folder, depth);
        }
        return (request.From.Root, 0);
    }
}
