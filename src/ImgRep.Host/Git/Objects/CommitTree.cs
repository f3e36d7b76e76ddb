using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Primitives;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Git.Objects;

/// <summary>
/// Makes a file tree of a commit, object by object. Nothing is checked out: no filter, attribute or line ending changes a file, and no link is
/// followed. The objects are checked against their names, and their modes are those that a checkout with the usual umask gives.
/// </summary>
internal sealed class CommitTree : IDisposable
{
    private const int LargestCommit = 1 << 20;
    private const int LargestNesting = 10;

    private static readonly Metadata Plain = new(Modes.Octal("644"));
    private static readonly Metadata Executable = new(Modes.Octal("755"));
    private static readonly Metadata Link = new(Modes.Octal("777"));

    private readonly ForeignRepository repository;
    private readonly RepositoryLimits limits;
    private readonly CancellationToken cancellation;
    private readonly GitObjects objects;
    private readonly string poolPath;
    private readonly DiskStream pool;
    private readonly Dictionary<string, IFileContent> blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Folder> folders = new(StringComparer.Ordinal);
    private int submodules;

    /// <param name="pool">A file that does not exist yet: it gets the content of files.</param>
    public CommitTree(ForeignRepository repository, RepositoryLimits limits, string pool, CancellationToken cancellation)
    {
        (this.repository, this.limits, this.cancellation) = (repository, limits, cancellation);
        poolPath = pool;
        this.pool = Disk.Create(pool);
        objects = repository.OpenObjects();
    }

    /// <summary>A stretch of the pool, which nobody else writes.</summary>
    private sealed record Pooled(string Path, long Offset, long Length, Digest Digest) : IFileContent
    {
        public Stream Open()
        {
            using var pool = Disk.Open(Path);
            pool.Position = Offset;
            var bytes = new byte[Length];
            pool.ReadExactly(bytes);
            return new MemoryStream(bytes);
        }
    }

    /// <param name="Entries">How many there are in it, itself included.</param>
    /// <param name="Bytes">Of all its files.</param>
    /// <param name="Longest">The longest path in it, in bytes.</param>
    /// <param name="HasSubmodules">Whether there are any in it: then it means something else elsewhere.</param>
    private sealed record Folder(DirectoryNode Node, long Entries, long Bytes, int Longest, bool HasSubmodules);

    /// <summary>Where a tree belongs: the repository, its submodules, and how many repositories it is within.</summary>
    private sealed record Place(Lazy<Submodules> Submodules, int Nesting);

    /// <summary>The commit that a name which was fetched stands for.</summary>
    public string Resolve(string name) => objects.Resolve(name) ?? throw new RepositoryException("what it gives is no commit");

    /// <exception cref="RepositoryException">It holds what nobody should take, or more than the limits allow.</exception>
    public FileTree Read(Uri address, string commit) => new(ReadCommit(address, commit, 0).Node);

    public void Dispose()
    {
        objects.Dispose();
        pool.Dispose();
    }

    private Folder ReadCommit(Uri address, string commit, int nesting)
    {
        var text = Encoding.Latin1.GetString(ReadObject(commit, "commit", LargestCommit));
        // The first line of a commit names its tree.
        if (!text.StartsWith("tree ", StringComparison.Ordinal) || text.IndexOf('\n', StringComparison.Ordinal) is var end && end != 5 + commit.Length
            || !ObjectId.IsId(text[5..end]))
            throw new RepositoryException($"the commit {commit} is malformed");
        var root = ReadTree(text[5..end]);
        var place = new Place(new Lazy<Submodules>(() => Submodules.Read(repository, objects, address, root)), nesting);
        return ReadFolder(text[5..end], "", place);
    }

    private Folder ReadFolder(string id, string path, Place place)
    {
        cancellation.ThrowIfCancellationRequested();
        if (folders.TryGetValue(id, out var known))
            return known;
        if (path.Length > NameLimits.Path)
            throw new RepositoryException($"its paths have more than {NameLimits.Path} bytes");
        var children = DirectoryNode.NoChildren.ToBuilder();
        var folder = new Folder(new DirectoryNode(Metadata.DefaultDirectory), 1, 0, 0, false);
        foreach (var entry in ReadTree(id).Entries)
        {
            if (entry.Name.Length > NameLimits.Name)
                throw new RepositoryException($"a name in it has more than {NameLimits.Name} bytes");
            var child = ReadEntry(entry, path.Length == 0 ? entry.Name : $"{path}/{entry.Name}", place);
            children.Add(FileName.Parse(Encoding.Latin1.GetBytes(entry.Name)), child.Node);
            folder = new Folder(
                folder.Node, folder.Entries + child.Entries, folder.Bytes + child.Bytes, Math.Max(folder.Longest, 1 + entry.Name.Length + child.Longest),
                folder.HasSubmodules || child.HasSubmodules);
            Check(folder);
        }
        folder = folder with { Node = new DirectoryNode(Metadata.DefaultDirectory, children.ToImmutable()) };
        if (!folder.HasSubmodules)
            folders.Add(id, folder);
        return folder;
    }

    /// <summary>A few trees that hold each other many times stand for any number of files.</summary>
    private void Check(Folder folder)
    {
        if (folder.Entries > limits.Entries)
            throw new RepositoryException(string.Create(CultureInfo.InvariantCulture, $"it has more than {limits.Entries} files"));
        if (folder.Bytes > limits.Bytes)
            throw new RepositoryException(string.Create(CultureInfo.InvariantCulture, $"its files have more than {limits.Bytes} bytes"));
        if (folder.Longest > NameLimits.Path)
            throw new RepositoryException($"its paths have more than {NameLimits.Path} bytes");
    }

    private (TreeNode Node, long Entries, long Bytes, int Longest, bool HasSubmodules) ReadEntry(GitEntry entry, string path, Place place)
    {
        switch (entry.Mode)
        {
            case "40000":
                var below = ReadFolder(entry.Id, path, place);
                return (below.Node, below.Entries, below.Bytes, below.Longest, below.HasSubmodules);
            case "160000":
                var module = ReadSubmodule(entry.Id, path, place);
                return (module.Node, module.Entries, module.Bytes, module.Longest, true);
            case "120000":
                return (new SymlinkNode(Link, [.. ReadObject(entry.Id, "blob", NameLimits.Path)]), 1, 0, 0, false);
            default:
                var content = ReadFile(entry.Id);
                return (new FileNode(entry.Mode == "100755" ? Executable : Plain, content), 1, content.Length, 0, false);
        }
    }

    private Folder ReadSubmodule(string commit, string path, Place place)
    {
        if (place.Nesting == LargestNesting || ++submodules > limits.Submodules)
            throw new RepositoryException($"it has more than {limits.Submodules} submodules, or submodules within submodules {LargestNesting} times");
        var address = place.Submodules.Value.AddressOf(path);
        try
        {
            if (Resolve(repository.Fetch(address, commit)) != commit)
                throw new RepositoryException($"it gives another commit than {commit}");
            return ReadCommit(address, commit, place.Nesting + 1);
        }
        catch (RepositoryException failure)
        {
            throw new RepositoryException($"its submodule {path} at {address}: {failure.Message}", failure);
        }
    }

    /// <summary>Git names contents: one that is there many times is kept once.</summary>
    private IFileContent ReadFile(string id)
    {
        if (blobs.TryGetValue(id, out var known))
            return known;
        var bytes = ReadObject(id, "blob", limits.File);
        if (pool.Position + bytes.Length > limits.Bytes)
            throw new RepositoryException(string.Create(CultureInfo.InvariantCulture, $"its files have more than {limits.Bytes} bytes"));
        var content = new Pooled(poolPath, pool.Position, bytes.Length, Digest.FromHash(SHA256.HashData(bytes)));
        pool.Write(bytes);
        blobs.Add(id, content);
        return content;
    }

    private GitTree ReadTree(string id)
    {
        try
        {
            return GitTree.Parse(ReadObject(id, "tree", GitTree.Largest), id.Length / 2);
        }
        catch (MalformedObjectException malformed)
        {
            throw new RepositoryException($"the folder {id} is refused: {malformed.Message}", malformed);
        }
    }

    private byte[] ReadObject(string id, string type, int largest)
    {
        try
        {
            return objects.Read(id, type, largest) ?? throw new RepositoryException($"the object {id} is missing");
        }
        catch (MalformedObjectException malformed)
        {
            throw new RepositoryException(malformed.Message, malformed);
        }
    }
}
