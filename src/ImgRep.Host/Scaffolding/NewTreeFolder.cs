using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Scaffolding;

/// <summary>The folder of a new tree: a repository of git without commits, and nothing else. What was made for it goes again unless it is kept.</summary>
public sealed class NewTreeFolder : IDisposable
{
    private const string Repository = ".git";
    private readonly string? made;

    private NewTreeFolder(string root, string? made) => (Tree, this.made) = (new Checkout(root), made);

    public Checkout Tree { get; }

    private bool IsKept { get; set; }

    /// <param name="path">A folder that is not there yet, is empty, or is an empty repository.</param>
    /// <exception cref="RejectedInputException">It is something else.</exception>
    public static NewTreeFolder Prepare(string path, CancellationToken cancellation)
    {
        var root = Disk.FullPath(path);
        var missing = Disk.Exists(root) ? null : TopmostMissing(root);
        if (missing is null)
            RefuseUsed(root, path, cancellation);
        Disk.MakeFolder(root);
        var isRepository = Disk.Exists(Path.Combine(root, Repository));
        var folder = new NewTreeFolder(root, missing ?? (isRepository ? null : Path.Combine(root, Repository)));
        try
        {
            if (!isRepository)
                Initialize(root, cancellation);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Keep() => IsKept = true;

    public void Dispose()
    {
        if (!IsKept && made is not null)
            TemporaryFolders.Remove(made);
    }

    private static string TopmostMissing(string path)
    {
        while (Path.GetDirectoryName(path) is { } above && !Disk.Exists(above))
            path = above;
        return path;
    }

    private static void RefuseUsed(string root, string given, CancellationToken cancellation)
    {
        if (!Disk.IsFolder(root))
            throw Rejected(given, "it is no folder");
        if (Disk.Entries(root).Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault(name => name != Repository) is { } entry)
            throw Rejected(given, $"it is not empty: it has {entry}");
        if (Disk.Exists(Path.Combine(root, Repository)) && GitProgram.Run(root, cancellation, "for-each-ref", "--count=1") is not (0, "", _))
            throw Rejected(given, "it is a repository with commits, or one that git cannot read");
    }

    private static void Initialize(string root, CancellationToken cancellation)
    {
        string[] branch = GitProgram.Run(root, cancellation, "config", "--get", "init.defaultBranch").Code == 0 ? [] : ["--initial-branch=main"];
        if (GitProgram.Run(root, cancellation, ["init", "--quiet", .. branch]) is (not 0, _, var errors))
            throw new EnvironmentException("make a repository in", root, errors.Split('\n')[0]);
    }

    private static RejectedInputException Rejected(string folder, string message) =>
        new(Diagnostic.Error(SourceSpan.Whole(folder), "new-tree", message, "name a new folder, an empty one, or a repository without commits"));
}
