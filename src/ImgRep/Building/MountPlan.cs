using System.Collections.Immutable;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>Something to be mounted for a RUN.</summary>
/// <param name="Target">Absolute, as written: links on the way lead where they lead inside the root.</param>
/// <param name="Shown">What appears there.</param>
public sealed record MountRequest(string Target, TreeNode Shown, bool IsReadOnly, SourceSpan Span);

/// <summary>
/// Where the mounts of a RUN and its working folder lie once all links are followed. It is found out over trees as values: nobody
/// but this program looks up a name that an image chose, and whoever mounts afterwards has no reason to follow a link.
/// </summary>
public sealed class MountPlan
{
    private static readonly FileName Proc = FileName.Parse("proc");
    private static readonly FileName Dev = FileName.Parse("dev");

    private readonly List<(ImmutableArray<FileName> Path, bool IsReadOnly)> mounted = [];
    private FileTree view;

    private MountPlan(FileTree tree) => view = tree;

    /// <summary>The places of the requests, in their order.</summary>
    public ImmutableArray<MountPoint> Points { get; private set; }

    /// <summary>Where the process starts; made if it is missing.</summary>
    public ImmutableArray<FileName> WorkingDirectory { get; private set; }

    /// <param name="tree">The root of the RUN.</param>
    /// <param name="requests">In the order in which they are mounted.</param>
    /// <param name="workingDirectory">Absolute.</param>
    /// <exception cref="RejectedInputException">One of them cannot be there.</exception>
    public static MountPlan Resolve(FileTree tree, IEnumerable<MountRequest> requests, string workingDirectory, SourceSpan span)
    {
        var plan = new MountPlan(tree);
        plan.Cover(Proc, new DirectoryNode(Metadata.DefaultDirectory), span);
        plan.Cover(Dev, DeviceFolder.Tree, span);
        plan.Points = [.. requests.Select(plan.Place)];
        plan.WorkingDirectory = plan.PlaceOf(workingDirectory, span);
        return plan;
    }

    private void Cover(FileName name, DirectoryNode folder, SourceSpan span)
    {
        if (view.Root.Children.TryGetValue(name, out var there) && there is not DirectoryNode)
            throw Rejected(span, $"/{name} is {there.Describe()}: a RUN has a file system of its own there", "remove it before the RUN");
        view = view.With([name], folder);
    }

    private MountPoint Place(MountRequest request)
    {
        var (path, covered) = view.Resolve(request.Target, request.Span);
        if (path.IsEmpty)
            throw Rejected(request.Span, "a mount cannot cover the root folder", "write target=/FOLDER");
        if (KernelFolders.Hold(FileTree.Show(path.AsSpan())))
            throw Rejected(request.Span, $"nothing can be mounted at {FileTree.Show(path.AsSpan())}: the kernel's own files are there", "choose another target");
        var isFolder = request.Shown is DirectoryNode;
        if (covered is not null && covered is DirectoryNode != isFolder)
            throw Rejected(request.Span, $"{request.Shown.Describe()} cannot be mounted on {FileTree.Show(path.AsSpan())}: it is {covered.Describe()}", "choose another target");
        CheckWay(path, request.Span);
        view = view.With(path.AsSpan(), request.Shown);
        mounted.Add((path, request.IsReadOnly));
        return new MountPoint(path, isFolder, covered);
    }

    private ImmutableArray<FileName> PlaceOf(string workingDirectory, SourceSpan span)
    {
        var (path, node) = view.Resolve(workingDirectory, span);
        if (path is [var first, ..] && first == Proc)
            throw Rejected(span, $"a RUN cannot start in {FileTree.Show(path.AsSpan())}: the kernel's own files are there", "write another WORKDIR");
        if (node is not (null or DirectoryNode))
            throw Rejected(span, $"a RUN cannot start in {FileTree.Show(path.AsSpan())}: it is {node.Describe()}", "write another WORKDIR");
        CheckWay(path, span);
        return path;
    }

    /// <summary>What is missing of a path can be made only in folders, and not where nothing can be written.</summary>
    private void CheckWay(ImmutableArray<FileName> path, SourceSpan span)
    {
        var length = path.Length;
        TreeNode? last;
        while ((last = view.Find(path.AsSpan(0, length))) is null)
            length--;
        if (length == path.Length)
            return;
        if (last is not DirectoryNode)
            throw Rejected(span, $"{FileTree.Show(path.AsSpan())} cannot be made: {FileTree.Show(path.AsSpan(0, length))} is {last.Describe()}", "choose another folder");
        if (path.Length > FileTree.MaximumDepth)
            throw Rejected(span, $"{FileTree.Show(path.AsSpan())} is deeper than {FileTree.MaximumDepth} folders", "choose a shorter path");
        // The last one that was mounted above it covers all before.
        if (mounted.FindLast(mount => path.AsSpan().StartsWith(mount.Path.AsSpan())) is (var within, true))
            throw Rejected(span, $"{FileTree.Show(path.AsSpan())} cannot be made: the mount at {FileTree.Show(within.AsSpan())} is read-only",
                "make it in what is mounted there, or mount that with rw");
    }

    private static RejectedInputException Rejected(SourceSpan span, string message, string hint) => new(Diagnostic.Error(span, "mount-options", message, hint));
}
