using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>What was removed from the store.</summary>
/// <param name="Bytes">The room on the disk that it took.</param>
/// <param name="InUse">How many entries stay because others hold them.</param>
/// <param name="Stuck">Entries that could not be removed.</param>
public sealed record Removal(long Bytes, int InUse, IReadOnlyList<string> Stuck);

/// <summary>Frees room in the store, inside the namespaces: files there may belong to ids that only exist there. What others hold stays.</summary>
public sealed class StoreGarbage(ContentStore store, CancellationToken cancellation)
{
    /// <summary>Where rebuilds under variations are done, by package; those that were interrupted are kept.</summary>
    public const string VariedFolder = "varied";

    /// <summary>Taken while one is going on.</summary>
    public static string VariedLock(string package) => $"varied.{package}";

    /// <summary>Removes what interrupted rebuilds under variations left.</summary>
    public void RemoveVaried()
    {
        foreach (var entry in Entries(VariedFolder))
        {
            using var isUnused = KeyLock.TryTake(store, VariedLock(Path.GetFileName(entry)));
            if (isUnused is not null)
                TemporaryFolders.RemoveUnlessInterrupted(Path.Combine(store.Root, entry), cancellation);
        }
    }

    /// <summary>Removes everything that was built, so that the next build starts from sources; with them, from nothing.</summary>
    public Removal RemoveAll(bool withSources)
    {
        store.RemoveAbandoned();
        RemoveVaried();
        string[] folders = ["snapshots", "failed", "blobs/sha256", "records", "contexts", "commits", .. withSources ? (string[])["sources/sha256", "sources/partial"] : []];
        return Remove(folders.SelectMany(Entries).ToDictionary(entry => entry, SizeOf), long.MaxValue);
    }

    /// <summary>Removes what was longest not used, until the rest takes no more than <paramref name="keep"/> bytes. What failed steps
    /// and interrupted rebuilds under variations left goes first, then the results of steps, then images, then sources; records of images that went, go too.</summary>
    public Removal Collect(long keep)
    {
        store.RemoveAbandoned();
        RemoveVaried();
        string[] folders = ["failed", "contexts", "snapshots", "blobs/sha256", "sources/partial", "sources/sha256"];
        var entries = folders.SelectMany(folder => Entries(folder).OrderBy(LastUse)).ToDictionary(entry => entry, SizeOf);
        var removal = Remove(entries, entries.Values.Sum() - keep);
        foreach (var (_, path) in store.Leases.Remove([.. store.Records.All().Where(record => !store.Images.IsThere(record.Image))
            .Select(record => RecordStore.EntryOf(record.RecipeKey))]))
            Disk.Delete(path);
        return removal;
    }

    /// <param name="sizes">In the order in which they go.</param>
    /// <param name="excess">How much is to go, in bytes.</param>
    private Removal Remove(Dictionary<string, long> sizes, long excess)
    {
        var inUse = 0;
        var taken = store.Leases.Remove(UntilFreed(), _ => inUse++);
        long freed = 0;
        var stuck = new List<string>();
        foreach (var (entry, path) in taken)
        {
            Clear(path);
            if (FileSystem.TryStatus(HostPath.Parse(path)) is null)
                freed += sizes[entry];
            else
                stuck.Add(entry);
        }
        return new Removal(freed, inUse, stuck);

        IEnumerable<string> UntilFreed()
        {
            foreach (var (entry, size) in sizes)
            {
                if (excess <= 0)
                    yield break;
                var before = inUse;
                yield return entry;
                if (inUse == before)
                    excess -= size;
            }
        }
    }

    /// <summary>Interrupted, the rest is left to the next process: to remove it now would take as long.</summary>
    private void Clear(string path)
    {
        try
        {
            TemporaryFolders.RemoveUnlessInterrupted(path, cancellation);
        }
        catch (OperationCanceledException)
        {
            store.Temporary.Abandon();
            throw;
        }
    }

    /// <summary>Paths relative to the store.</summary>
    private IEnumerable<string> Entries(string folder)
    {
        var path = Path.Combine(store.Root, folder);
        return Disk.IsFolder(path) ? Disk.Entries(path).Select(entry => $"{folder}/{Path.GetFileName(entry)}") : [];
    }

    /// <summary>A snapshot's listing is touched whenever it is used, other files when they are written.</summary>
    private DateTime LastUse(string entry)
    {
        var path = Path.Combine(store.Root, entry);
        var listing = Path.Combine(path, "listing");
        return Disk.LastWrite(Disk.IsFile(listing) ? listing : path);
    }

    private long SizeOf(string entry) => DiskUsage.Measure(HostPath.Parse(Path.Combine(store.Root, entry)), cancellation);
}
