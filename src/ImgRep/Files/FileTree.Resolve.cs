using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ImgRep.Primitives;

namespace ImgRep.Files;

/// <summary>Where a path leads once its symbolic links are followed.</summary>
/// <param name="Path">Free of links, except for a last one that was not to be followed.</param>
/// <param name="Node">What is there; null if there is nothing.</param>
public readonly record struct ResolvedPath(ImmutableArray<FileName> Path, TreeNode? Node);

public sealed partial record FileTree
{
    /// <summary>Folders below each other that operations make at most: as many as Linux's PATH_MAX of 4096 bytes can name.</summary>
    public const int MaximumDepth = 2048;

    /// <summary>Follows the links of a path as a process would whose root is this tree: absolute links start again at the root and
    /// <c>..</c> never leaves it. What does not exist is kept as it is written, so that it can be created.</summary>
    /// <param name="span">The instruction that diagnostics name.</param>
    /// <param name="followLast">Whether a link at the very end is followed too.</param>
    /// <exception cref="RejectedInputException">More than <see cref="MaximumLinks"/> links.</exception>
    public ResolvedPath Resolve(ReadOnlySpan<FileName> path, SourceSpan span, bool followLast = true) =>
        new PathWalk(this, path).Run(span, followLast);

    /// <inheritdoc cref="Resolve(ReadOnlySpan{FileName}, SourceSpan, bool)"/>
    public ResolvedPath Resolve(string path, SourceSpan span, bool followLast = true) =>
        Resolve(Split(path).AsSpan(), span, followLast);

    /// <summary>This tree with a directory at a path, links followed, those that are missing made with <paramref name="created"/>.</summary>
    /// <exception cref="RejectedInputException">Something on the way is no directory.</exception>
    public FileTree WithDirectory(ReadOnlySpan<FileName> path, Metadata created, SourceSpan span)
    {
        var resolved = Resolve(path, span);
        if (resolved.Node is DirectoryNode)
            return this;
        if (resolved.Path.Length > MaximumDepth)
            throw TooDeep(path, span);
        NameLimits.Check(resolved.Path.AsSpan(), span);
        for (var length = resolved.Path.Length; length > 0; length--)
        {
            var node = Find(resolved.Path.AsSpan()[..length]);
            if (node is DirectoryNode)
                break;
            if (node is not null)
                throw NotADirectory(resolved.Path.AsSpan()[..length], node, span);
        }
        return With(resolved.Path.AsSpan(), new DirectoryNode(created), created);
    }

    /// <inheritdoc cref="WithDirectory(ReadOnlySpan{FileName}, Metadata, SourceSpan)"/>
    public FileTree WithDirectory(string path, Metadata created, SourceSpan span) =>
        WithDirectory(Split(path).AsSpan(), created, span);

    internal static RejectedInputException TooDeep(ReadOnlySpan<FileName> path, SourceSpan span) =>
        new(Diagnostic.Error(span, "too-deep", $"'{Show(path)}' leads deeper than {MaximumDepth} folders", "choose a shorter path"));

    /// <summary>A path as text, for messages: absolute, its names as <see cref="FileName.ToString"/> shows them.</summary>
    public static string Show(ReadOnlySpan<FileName> path)
    {
        var names = new string[path.Length];
        for (var index = 0; index < path.Length; index++)
            names[index] = path[index].ToString();
        return "/" + string.Join('/', names);
    }

    private static RejectedInputException NotADirectory(ReadOnlySpan<FileName> path, TreeNode node, SourceSpan span) =>
        new(Diagnostic.Error(
            span, "not-a-directory", $"'{Show(path)}' is {node.Describe()}, not a directory", "choose another destination"));

    /// <summary>The state of one resolution: names still to walk, and the real path walked so far with what lies on it.</summary>
    private sealed class PathWalk
    {
        private readonly FileTree tree;
        private readonly string written;
        private readonly Stack<FileName?> ahead = new();
        private readonly List<FileName> walked = [];
        private readonly Stack<TreeNode?> parents = new();
        private TreeNode? node;
        private int links;

        public PathWalk(FileTree tree, ReadOnlySpan<FileName> path)
        {
            this.tree = tree;
            written = Show(path);
            node = tree.Root;
            for (var index = path.Length - 1; index >= 0; index--)
                ahead.Push(path[index]);
        }

        public ResolvedPath Run(SourceSpan span, bool followLast)
        {
            while (ahead.TryPop(out var name))
            {
                if (name is null)
                    Up();
                else
                    Down(name, followLast || ahead.Count > 0, span);
            }
            return new ResolvedPath([.. walked], node);
        }

        private void Up()
        {
            if (walked.Count == 0)
                return;
            walked.RemoveAt(walked.Count - 1);
            node = parents.Pop();
        }

        private void Down(FileName name, bool follow, SourceSpan span)
        {
            TreeNode? child = null;
            (node as DirectoryNode)?.Children.TryGetValue(name, out child);
            if (follow && child is SymlinkNode link)
            {
                Follow(link, span);
                return;
            }
            parents.Push(node);
            walked.Add(name);
            node = child;
        }

        private void Follow(SymlinkNode link, SourceSpan span)
        {
            if (++links > MaximumLinks)
            {
                throw new RejectedInputException(Diagnostic.Error(
                    span, "too-many-links", $"more than {MaximumLinks} symbolic links on the way to '{written}'", "remove the loop"));
            }
            var target = ImmutableCollectionsMarshal.AsArray(link.Target).AsSpan();
            if (target.StartsWith("/"u8))
                Restart();
            PushAhead(target);
        }

        private void Restart()
        {
            walked.Clear();
            parents.Clear();
            node = tree.Root;
        }

        /// <summary>A <c>..</c> is kept as null: it is taken from where the link leads, not from how the path is written.</summary>
        private void PushAhead(ReadOnlySpan<byte> target)
        {
            var parts = new List<FileName?>();
            foreach (var range in target.Split((byte)'/'))
            {
                if (target[range].SequenceEqual(".."u8))
                    parts.Add(null);
                else if (FileName.TryOf(target[range], out var name))
                    parts.Add(name);
            }
            parts.Reverse();
            parts.ForEach(ahead.Push);
        }
    }
}
