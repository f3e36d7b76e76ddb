using System.Collections.Concurrent;
using System.Text;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>
/// Everything that was built or fetched, outside the checkout, shared by all checkouts of a user. Each file is written under a
/// temporary name and renamed when it is whole; each is verified when it is read; losing any of them costs time only.
/// </summary>
/// <remarks>
/// Many processes use a store at once, and some of them remove. So who rests on an entry holds it before looking whether it is there
/// (<see cref="Lease"/>), and who removes leaves what is held (<see cref="Leases"/>). Records, images and sources are held by the session that looked
/// for them, until it ends; the results of steps by the build of one package, from its first step to its record.
/// </remarks>
public sealed class ContentStore : IDisposable
{
    /// <param name="shared">The session that this process is a part of; null for one of its own.</param>
    public ContentStore(string root, StoreSession? shared = null)
    {
        Root = Disk.FullPath(root);
        foreach (var folder in (string[])["blobs/sha256", "snapshots", "records", "contexts", "failed", "locks", "tmp", .. Leases.Folders])
            Disk.MakeFolder(Path.Combine(Root, folder));
        Seal = new StoreSeal(Root);
        Temporary = new TemporaryFolders(Path.Combine(Root, "tmp"));
        Leases = new Leases(Root, Temporary);
        Session = Leases.Join(shared?.Lease);
        Snapshots = new SnapshotStore(this);
        Images = new ImageStore(this);
        Sources = new SourceStore(Root, Session);
        Results = shared is null ? new Lazy<string>(Temporary.NewFolder) : new Lazy<string>(shared.Results);
        Records = new RecordStore(Path.Combine(Root, "records"), Seal, Session, Results);
    }

    /// <summary>A file in a store whose results never count. Only where it is there are steps shown anything else than what every builder shows.</summary>
    internal const string VariedMarker = "varied";

    public string Root { get; }

    public TemporaryFolders Temporary { get; }

    public Leases Leases { get; }

    /// <summary>The lease of this process, and of those that it gives <see cref="Share"/>.</summary>
    public Lease Session { get; }

    private Lazy<string> Results { get; }

    public SnapshotStore Snapshots { get; }

    public ImageStore Images { get; }

    public SourceStore Sources { get; }

    public RecordStore Records { get; }

    internal StoreSeal Seal { get; }

    /// <summary>What others say that pins of seeds come to, as the text of a pin by the hash of another; forgotten when the store is closed.</summary>
    internal ConcurrentDictionary<string, string> BorrowedSeeds { get; } = new(StringComparer.Ordinal);

    /// <summary><c>IMGREP_STORE</c>, else <c>imgrep</c> in <c>XDG_CACHE_HOME</c>, else in <c>~/.cache</c>.</summary>
    public static string DefaultRoot =>
        Environment.GetEnvironmentVariable("IMGREP_STORE") is { Length: > 0 } store ? store
        : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache) ? Path.Combine(cache, "imgrep")
        : Path.Combine(Home, ".cache", "imgrep");

    /// <summary>A store that follows the current folder would be another one everywhere.</summary>
    private static string Home => HomeFolder.Path
        ?? throw new EnvironmentException("find", "the store", "neither HOME nor the list of users says where your home folder is", "set HOME, XDG_CACHE_HOME or IMGREP_STORE");

    /// <summary>Where a blob of an image (layer, configuration, manifest) lies, or would lie.</summary>
    public string BlobPath(Digest digest) => Path.Combine(Root, "blobs", "sha256", digest.Hex);

    /// <summary>What makes another process which uses this store a part of this session.</summary>
    public StoreSession Share() => new(Session.Name, Results.Value);

    /// <summary>What is known of the files in a folder of a checkout.</summary>
    public FolderHashes HashesOf(string folder) =>
        FolderHashes.Open(Path.Combine(Root, "contexts", Digest.Compute(Encoding.UTF8.GetBytes(Disk.FullPath(folder))).Hex));

    public bool HasBlob(Digest digest)
    {
        Session.Hold(EntryOf(digest));
        return Disk.IsFile(BlobPath(digest));
    }

    /// <summary>Takes a finished file into the store.</summary>
    public void AdoptBlob(string temporary, Digest digest)
    {
        Session.Hold(EntryOf(digest));
        Disk.Move(temporary, BlobPath(digest));
    }

    public Digest AddBlob(ReadOnlySpan<byte> bytes)
    {
        var digest = Digest.Compute(bytes);
        var temporary = Temporary.NewPath();
        using (var file = Disk.Create(temporary))
        {
            file.Write(bytes);
            file.FlushToDisk();
        }
        AdoptBlob(temporary, digest);
        return digest;
    }

    /// <summary>A small blob, verified.</summary>
    /// <exception cref="DamagedStoreException">It is not what its name says.</exception>
    public byte[] ReadBlob(Digest digest)
    {
        Session.Hold(EntryOf(digest));
        try
        {
            var bytes = Disk.ReadBytes(BlobPath(digest));
            return Digest.Compute(bytes) == digest ? bytes : throw new DamagedStoreException(BlobPath(digest));
        }
        catch (EnvironmentException missing) when (missing.Errno == Libc.ENOENT)
        {
            throw new DamagedStoreException(BlobPath(digest));
        }
    }

    public void Dispose()
    {
        OverlayMount.WaitForAll();
        Session.Dispose();
        Leases.RemoveRetired();
        Temporary.Dispose();
    }

    /// <summary>Removes what processes left that are no more.</summary>
    public void RemoveAbandoned()
    {
        Temporary.RemoveAbandoned();
        Leases.RemoveAbandoned();
    }

    private static string EntryOf(Digest digest) => $"blobs/sha256/{digest.Hex}";

    /// <summary>Removes what a damaged file belongs to, so that it is made anew.</summary>
    public void Discard(string path)
    {
        if (Snapshots.Owner(path) is { } key)
            Snapshots.Discard(key);
        else if (path.StartsWith(Root + "/", StringComparison.Ordinal))
            Disk.Delete(path);
        else
            throw new EnvironmentException("read", path, "it was changed while it was being used", "run the command again");
    }
}
