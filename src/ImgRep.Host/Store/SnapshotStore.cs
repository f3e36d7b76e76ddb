using System.Collections.Concurrent;
using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>A layer on disk: a folder in the form of an overlay's upper folder, and what is in it.</summary>
/// <param name="Key">What it was made from.</param>
/// <param name="Root">The folder. Never written again.</param>
public sealed record Snapshot(Digest Key, string Root, LayerDirectory Layer);

/// <summary>Layers by the key of the step that made them: <c>snapshots/KEY/root</c>, and <c>snapshots/KEY/listing</c> once it is complete.</summary>
public sealed class SnapshotStore(ContentStore store)
{
    /// <summary>Snapshots whose content this process made or verified.</summary>
    private readonly ConcurrentDictionary<Digest, Lazy<Task>> verified = [];
    private readonly ConcurrentDictionary<Digest, Lazy<Task<Snapshot>>> building = [];
    private readonly ConcurrentBag<Task> sealing = [];

    /// <summary>The snapshot of a key, its files not verified yet; null if there is none that is complete.</summary>
    public Snapshot? Find(Digest key)
    {
        if (building.TryGetValue(key, out var made) && made is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            return made.Value.Result;
        var listing = SealedFile.Read(ListingPath(key), out var isDamaged);
        if (isDamaged)
            throw new DamagedStoreException(ListingPath(key));
        if (listing is null)
            return null;
        File.SetLastWriteTimeUtc(ListingPath(key), DateTime.UtcNow);
        var reader = new LayerListingReader((path, length, digest) => new DiskFile(PathIn(RootPath(key), path), 0, length, digest));
        return new Snapshot(key, RootPath(key), reader.Read(listing));
    }

    /// <summary>The snapshot of a key, made by <paramref name="make"/> if there is none: it fills <c>root</c> in the folder it is
    /// given. Called at once by several threads or processes, it is made once.</summary>
    public Task<Snapshot> GetOrMakeAsync(Digest key, Func<string, Task> make, Action<string> note, CancellationToken cancellation) =>
        building.GetOrAdd(key, _ => new Lazy<Task<Snapshot>>(() => MakeAsync(key, make, note, cancellation))).Value;

    /// <summary>Makes sure, once in a process, that the files of a snapshot are what its listing says.</summary>
    /// <exception cref="DamagedStoreException">They are not.</exception>
    public Task VerifyAsync(Snapshot snapshot) => verified.GetOrAdd(snapshot.Key, key => new Lazy<Task>(() => Task.Run(() =>
    {
        var found = LayerListing.Print(Hashed(new LayerScanner().Scan(snapshot.Root)));
        var expected = SealedFile.Read(ListingPath(key), out _);
        if (expected is null || !found.AsSpan().SequenceEqual(expected))
            throw new DamagedStoreException(snapshot.Root);
    }))).Value;

    /// <summary>Forgets a snapshot and removes its files.</summary>
    public void Discard(Digest key)
    {
        _ = verified.TryRemove(key, out _);
        _ = building.TryRemove(key, out _);
        MoveAway(key);
    }

    /// <summary>Makes a snapshot that this process did not make count as missing: it is made anew, over the old one.</summary>
    public void Forget(Digest key)
    {
        if (!building.ContainsKey(key))
            Discard(key);
    }

    /// <summary>Which snapshot a path of the store belongs to; null if to none.</summary>
    public Digest? Owner(string path)
    {
        var prefix = Path.Combine(store.Root, "snapshots") + "/";
        return path.StartsWith(prefix, StringComparison.Ordinal) && path.Length >= prefix.Length + 64
            && Digest.TryParseHex(path.Substring(prefix.Length, 64), out var key) ? key : null;
    }

    /// <summary>Waits until every snapshot made here is complete, so that the next build finds it.</summary>
    public Task SealAllAsync() => Task.WhenAll(sealing);

    private async Task<Snapshot> MakeAsync(Digest key, Func<string, Task> make, Action<string> note, CancellationToken cancellation)
    {
        var keyLock = await KeyLock.TakeAsync(store, key.Hex, () => note($"waiting for another imgrep that builds {key.Hex[..12]}"), cancellation);
        try
        {
            if (Find(key) is { } existing)
            {
                keyLock.Dispose();
                return existing;
            }
            MoveAway(key);
            var folder = store.Temporary.NewFolder();
            Directory.CreateDirectory(Path.Combine(folder, "root"));
            await make(folder);
            _ = FileSystem.TryRename(folder, FolderPath(key));
            var scanner = new LayerScanner();
            var layer = scanner.Scan(RootPath(key));
            foreach (var socket in scanner.Sockets)
                note($"left out the socket {socket[RootPath(key).Length..]}");
            verified[key] = new Lazy<Task>(() => Task.CompletedTask);
            // Hashing goes on while the next step runs.
            sealing.Add(Task.Run(() =>
            {
                using (keyLock)
                    SealedFile.Write(ListingPath(key), LayerListing.Print(Hashed(layer)));
            }, CancellationToken.None));
            return new Snapshot(key, RootPath(key), layer);
        }
        catch
        {
            keyLock.Dispose();
            _ = building.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>Takes the files of a snapshot out of the store at once; they are removed with what else is temporary.</summary>
    private void MoveAway(Digest key)
    {
        if (Directory.Exists(FolderPath(key)))
            _ = FileSystem.TryRename(FolderPath(key), store.Temporary.NewPath());
    }

    private static LayerDirectory Hashed(LayerDirectory layer)
    {
        TwoAtATime.ForEach(Files(layer), file => _ = file.Content.Digest);
        return layer;
    }

    private static IEnumerable<FileNode> Files(LayerDirectory layer) => layer.Children.Values.SelectMany(node => node switch
    {
        LayerDirectory directory => Files(directory),
        LayerLeaf { Node: FileNode file } => [file],
        _ => [],
    });

    private static UnixPath PathIn(string root, ImmutableArray<FileName> path) => path.Aggregate(UnixPath.Of(root), (at, name) => at / name);

    private string FolderPath(Digest key) => Path.Combine(store.Root, "snapshots", key.Hex);

    private string RootPath(Digest key) => Path.Combine(FolderPath(key), "root");

    private string ListingPath(Digest key) => Path.Combine(FolderPath(key), "listing");
}
