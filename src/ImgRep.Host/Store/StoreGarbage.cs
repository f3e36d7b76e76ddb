using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>Frees room in the store, inside the namespaces: files there may belong to ids that only exist there.</summary>
public sealed class StoreGarbage(ContentStore store)
{
    /// <summary>Where rebuilds under variations are done, by package; those that were interrupted are kept.</summary>
    public const string VariedFolder = "varied";

    /// <summary>Taken while one is going on.</summary>
    public static string VariedLock(string package) => $"varied.{package}";

    /// <summary>Removes what interrupted rebuilds under variations left.</summary>
    public void RemoveVaried()
    {
        foreach (var path in Entries(VariedFolder))
        {
            using var isUnused = KeyLock.TryTake(store, VariedLock(Path.GetFileName(path)));
            if (isUnused is not null)
                TemporaryFolders.Remove(path);
        }
    }

    /// <summary>Removes everything that was built, so that the next build starts from sources; with them, from nothing.</summary>
    /// <returns>The bytes that were freed.</returns>
    public long RemoveAll(bool withSources)
    {
        RemoveVaried();
        string[] folders = ["snapshots", "failed", "blobs/sha256", "records", "contexts", "commits", .. withSources ? (string[])["sources/sha256", "sources/partial"] : []];
        return folders.SelectMany(Entries).Sum(Remove);
    }

    /// <summary>Removes what was longest not used, until the rest takes no more than <paramref name="keep"/> bytes. What failed steps
    /// and interrupted rebuilds under variations left goes first, then the results of steps, then images, then sources; records of images that went, go too.</summary>
    /// <returns>The bytes that were freed.</returns>
    public long Collect(long keep)
    {
        store.Temporary.RemoveAbandoned();
        RemoveVaried();
        string[] folders = ["failed", "contexts", "snapshots", "blobs/sha256", "sources/partial", "sources/sha256"];
        var entries = folders.SelectMany(folder => Entries(folder).OrderBy(LastUse)).Select(path => (Path: path, Size: SizeOf(path))).ToList();
        var excess = entries.Sum(entry => entry.Size) - keep;
        long freed = 0;
        foreach (var (path, _) in entries)
        {
            if (freed >= excess)
                break;
            freed += Remove(path);
        }
        foreach (var record in store.Records.All().Where(record => !store.Images.Has(record.Image)).ToList())
            store.Records.Remove(record);
        return freed;
    }

    private string[] Entries(string folder)
    {
        var path = Path.Combine(store.Root, folder);
        return Directory.Exists(path) ? Directory.GetFileSystemEntries(path) : [];
    }

    /// <summary>A snapshot's listing is touched whenever it is used, other files when they are written.</summary>
    private static DateTime LastUse(string path)
    {
        var listing = Path.Combine(path, "listing");
        return File.GetLastWriteTimeUtc(File.Exists(listing) ? listing : path);
    }

    private static long SizeOf(string path) => File.Exists(path)
        ? new FileInfo(path).Length
        : new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Sum(file => file.Length);

    private long Remove(string path)
    {
        var size = SizeOf(path);
        if (Digest.TryParseHex(Path.GetFileName(path), out var key) && path == Path.Combine(store.Root, "snapshots", key.Hex))
            store.Snapshots.Discard(key);
        else
            TemporaryFolders.Remove(path);
        return size;
    }
}
