using System.Collections.Immutable;
using ImgRep.Files.Patterns;

namespace ImgRep.Files.Copying;

/// <summary>One thing that a source of COPY names. The context, a stage or an image is a <see cref="FileTree"/>, and no path leads out of its root.</summary>
/// <param name="Name">What it is called in a destination folder: a link by its own name. Null for a whole tree.</param>
/// <param name="Node">What is copied: never a link, for links that are named are followed.</param>
/// <param name="Only">With <c>--parents</c>, what below it is meant; empty for everything.</param>
/// <param name="Path">Where it was found, for messages.</param>
internal sealed record CopySource(FileName? Name, TreeNode Node, PatternSet Only, string Path)
{
    /// <summary>What a source means: one thing for a path, any number in order of their names for a pattern.</summary>
    /// <param name="hasExcluded">Whether a pattern matches something that <c>--exclude</c> takes out.</param>
    public static ImmutableArray<CopySource> Find(string source, CopyRequest request, out bool hasExcluded)
    {
        hasExcluded = false;
        var (root, only) = request.Parents ? SplitAtPivot(source) : (source, null);
        var patterns = only is null ? PatternSet.Empty : Options.Patterns([only], request.Span, "--parents");
        var path = CleanPath.Clean("/" + root);
        var found = Glob.IsPattern(path) ? Matches(path, request, out hasExcluded) : [Named(path, request)];
        if (only is not null && !Glob.IsPattern(root) && !Glob.IsPattern(only))
            Named(CleanPath.Clean($"/{root}/{only}"), request);
        return [.. found.Select(match => match with { Only = patterns })];
    }

    /// <summary>The folder that <c>--parents</c> starts at and what is meant below it.</summary>
    private static (string Root, string Only) SplitAtPivot(string source)
    {
        var pivot = source.IndexOf("/./", StringComparison.Ordinal);
        var (root, only) = pivot < 0 ? ("/", source) : (source[..pivot], source[(pivot + 3)..]);
        only = CleanPath.Clean("/" + only)[1..];
        return (root, only.Length == 0 ? "**" : only);
    }

    private static CopySource Named(string path, CopyRequest request)
    {
        var names = FileTree.Split(path);
        return Follow(names, request) ?? throw MissingSource.Describe(names, request);
    }

    private static CopySource? Follow(ImmutableArray<FileName> names, CopyRequest request) =>
        request.From.Resolve(names.AsSpan(), request.Span).Node is { } node
            ? new CopySource(names.IsEmpty ? null : names[^1], node, PatternSet.Empty, FileTree.Show(names.AsSpan())[1..])
            : null;

    /// <summary>What a pattern matches and <c>--exclude</c> does not, going by the path below the pattern's first folder: so it is
    /// documented, although BuildKit excludes nothing of what a pattern itself names (moby/buildkit#5489).</summary>
    private static IEnumerable<CopySource> Matches(string path, CopyRequest request, out bool hasExcluded)
    {
        var parts = path[1..].Split('/');
        var start = Array.FindIndex(parts, Glob.IsPattern);
        var folder = FileTree.Split(string.Join('/', parts[..start]));
        var resolved = request.From.Resolve(folder.AsSpan(), request.Span);
        if (resolved.Node is null)
            throw MissingSource.Describe(folder, request);
        var pattern = string.Join('/', parts[start..]);
        var search = new GlobSearch(Options.Glob(pattern, request.Span), pattern.Contains('[') ? int.MaxValue : parts.Length - start);
        var exclude = Options.Patterns(request.Exclude, request.Span, "--exclude");
        var all = search.Below(resolved.Node);
        var kept = all.Where(found => !exclude.IsMatch(FileTree.Show(found.AsSpan())[1..])).ToList();
        hasExcluded = kept.Count < all.Count;
        return kept.Select(found =>
        {
            ImmutableArray<FileName> match = [.. resolved.Path, .. found];
            return Follow(match, request) ?? throw MissingSource.Describe(match, request);
        });
    }
}
