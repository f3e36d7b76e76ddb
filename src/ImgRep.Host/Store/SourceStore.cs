using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>Sources by their hash, and the beginnings of those that are not whole yet.</summary>
public sealed class SourceStore(string root, Lease session) : ISourceStore
{
    private readonly string whole = Disk.MakeFolder(Path.Combine(root, "sources", "sha256"));
    private readonly string partial = Disk.MakeFolder(Path.Combine(root, "sources", "partial"));

    public bool Has(Digest digest)
    {
        session.Hold($"sources/sha256/{digest.Hex}");
        return Disk.IsFile(PathOf(digest));
    }

    public string PathOf(Digest digest) => Path.Combine(whole, digest.Hex);

    public string PartialPathOf(Digest digest)
    {
        session.Hold($"sources/partial/{digest.Hex}");
        session.Hold($"sources/partial/{digest.Hex}.from");
        session.Hold($"sources/partial/{digest.Hex}{RepositoryTransfer.Ending}");
        return Path.Combine(partial, digest.Hex);
    }

    public void Adopt(string partial, Digest digest) => Disk.Move(partial, PathOf(digest));

    /// <summary>A source that is here; verified while it is read.</summary>
    /// <exception cref="DamagedStoreException">It is not here any more.</exception>
    public DiskFile Open(Digest digest) => Has(digest)
        ? new(HostPath.Parse(PathOf(digest)), 0, Disk.LengthOf(PathOf(digest)), digest)
        : throw new DamagedStoreException(PathOf(digest));
}
