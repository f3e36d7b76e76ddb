using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>A layer on disk: a folder in the form of an overlay's upper folder, and what is in it.</summary>
/// <param name="Key">What it was made from.</param>
/// <param name="Root">The folder. Never written again.</param>
public sealed record Snapshot(Digest Key, string Root, LayerDirectory Layer);

/// <summary>Layers by the key of the step that made them: <c>snapshots/KEY/root</c>, and <c>snapshots/KEY/listing</c> once it is complete,
/// with <c>snapshots/KEY/seal</c> if it was made here. <c>snapshots/KEY/seconds</c> says how long the step took.</summary>
public sealed class SnapshotStore(ContentStore store)
{
    /// <summary>Snapshots whose content this process made or verified.</summary>
    private readonly ConcurrentDictionary<Digest, Lazy<Task>> verified = [];
    private readonly ConcurrentDictionary<Digest, Lazy<Task<Snapshot>>> building = [];
    private readonly ConcurrentBag<Task> sealing = [];

    /// <summary>Snapshots that were found, and nothing proves that they were made by this user in this store.</summary>
    private readonly ConcurrentDictionary<Digest, bool> foreign = [];

    /// <summary>The snapshot of a key, its files not verified yet; null if there is none that is complete.</summary>
    /// <param name="lease">Holds it from now on.</param>
    public Snapshot? Find(Digest key, Lease lease)
    {
        lease.Hold(EntryOf(key));
        return Known(key) is { IsCompletedSuccessfully: true } made ? made.Result : FindOnDisk(key);
    }

    /// <summary>Whether nothing proves that a snapshot was made here: it came with a copy of a store. Known once it was found.</summary>
    public bool IsForeign(Digest key) => foreign.GetValueOrDefault(key);

    /// <summary>The snapshot of a key, made by <paramref name="make"/> if there is none: it fills <c>root</c> in the folder it is
    /// given. Called at once by several threads or processes, it is made once.</summary>
    /// <param name="lease">Holds it from now on.</param>
    /// <param name="anew">Whether one that another process made does not count. The new one then takes its place.</param>
    public Task<Snapshot> GetOrMakeAsync(Digest key, Lease lease, Func<string, Task> make, bool anew, Action<string> note, CancellationToken cancellation)
    {
        lease.Hold(EntryOf(key));
        return Known(key) ?? building.GetOrAdd(key, _ => new Lazy<Task<Snapshot>>(() => MakeAsync(key, make, anew, note, cancellation))).Value;
    }

    /// <summary>A snapshot that was made elsewhere, written by <paramref name="make"/>, which is given its root. It counts as foreign from now on.</summary>
    /// <param name="lease">Holds it from now on.</param>
    /// <param name="result">What it must come to, read from the disk again.</param>
    /// <returns>Null if it came to something else.</returns>
    public async Task<Snapshot?> TakeAsync(Digest key, Lease lease, Action<string> make, Digest result, Action<string> note, CancellationToken cancellation)
    {
        lease.Hold(EntryOf(key));
        using var keyLock = await KeyLock.TakeAsync(store, key.Hex, () => note($"waiting for another imgrep that builds {key.Hex[..12]}"), cancellation);
        if (FindOnDisk(key) is { } existing)
            return existing;
        var folder = store.Temporary.NewFolder();
        try
        {
            await Task.Run(() => make(Disk.MakeFolder(Path.Combine(folder, "root"))), cancellation);
            var layer = Hashed(Scan(Path.Combine(folder, "root"), note));
            if (LayerListing.DigestOf(layer) != result)
                return null;
            SealedFile.Write(Path.Combine(folder, "listing"), LayerListing.Print(layer));
            // What a killed process left there.
            store.Leases.Retire(EntryOf(key));
            if (!FileSystem.TryRename(folder, FolderPath(key)))
                throw new EnvironmentException("write", FolderPath(key), "something is there that cannot be moved away");
        }
        finally
        {
            TemporaryFolders.Remove(folder);
        }
        verified[key] = new Lazy<Task>(() => Task.CompletedTask);
        return FindOnDisk(key);
    }

    /// <summary>How long the step took that made a snapshot here; zero if that is not known.</summary>
    public TimeSpan ElapsedOf(Digest key) =>
        double.TryParse(Disk.TryReadText(ElapsedPath(FolderPath(key))), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;

    /// <summary>Notes how long the step took that makes a snapshot.</summary>
    /// <param name="folder">The one in which it is made.</param>
    public static void NoteElapsed(string folder, TimeSpan elapsed) =>
        Disk.WriteText(ElapsedPath(folder), elapsed.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));

    /// <summary>Makes sure, once in a process, that the files of a snapshot are what its listing says.</summary>
    /// <exception cref="DamagedStoreException">They are not.</exception>
    public Task VerifyAsync(Snapshot snapshot) => verified.GetOrAdd(snapshot.Key, key => new Lazy<Task>(() => Task.Run(() =>
    {
        if (!IsWhole(key))
            throw new DamagedStoreException(snapshot.Root);
    }))).Value;

    /// <summary>Makes a damaged snapshot count as missing, unless it is being made at this moment.</summary>
    public void Discard(Digest key)
    {
        using var unused = KeyLock.TryTake(store, key.Hex);
        if (unused is not null)
            Forget(key);
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

    private async Task<Snapshot> MakeAsync(Digest key, Func<string, Task> make, bool anew, Action<string> note, CancellationToken cancellation)
    {
        var keyLock = await KeyLock.TakeAsync(store, key.Hex, () => note($"waiting for another imgrep that builds {key.Hex[..12]}"), cancellation);
        try
        {
            if (!anew && FindOnDisk(key) is { } existing)
            {
                keyLock.Dispose();
                return existing;
            }
            var folder = store.Temporary.NewFolder();
            Disk.MakeFolder(Path.Combine(folder, "root"));
            await make(folder);
            if (Disk.IsFile(ListingPath(key)))
            {
                using (keyLock)
                    return Replace(key, folder, note);
            }
            return Add(key, folder, keyLock, note);
        }
        catch
        {
            keyLock.Dispose();
            _ = building.TryRemove(key, out _);
            throw;
        }
    }

    /// <summary>Gives a new snapshot its name. Hashing goes on while the next step runs, and the key is locked until it is complete.</summary>
    private Snapshot Add(Digest key, string folder, KeyLock keyLock, Action<string> note)
    {
        // What a killed process left there.
        store.Leases.Retire(EntryOf(key));
        if (!FileSystem.TryRename(folder, FolderPath(key)))
            throw new EnvironmentException("write", FolderPath(key), "something is there that cannot be moved away");
        LayerDirectory layer;
        try
        {
            layer = Scan(RootPath(key), note);
        }
        catch
        {
            store.Leases.Retire(EntryOf(key));
            throw;
        }
        verified[key] = new Lazy<Task>(() => Task.CompletedTask);
        sealing.Add(Task.Run(() =>
        {
            using (keyLock)
                Complete(key, FolderPath(key), LayerListing.Print(Hashed(layer)));
        }, CancellationToken.None));
        return new Snapshot(key, RootPath(key), layer);
    }

    /// <summary>Puts a new snapshot in the place of a complete one. Others may rest on that: they must at no moment find an incomplete one.</summary>
    private Snapshot Replace(Digest key, string folder, Action<string> note)
    {
        var listing = LayerListing.Print(Hashed(Scan(Path.Combine(folder, "root"), note)));
        Complete(key, folder, listing);
        store.Leases.Replace(EntryOf(key), folder);
        verified[key] = new Lazy<Task>(() => Task.CompletedTask);
        return new Snapshot(key, RootPath(key), ReaderOf(key).Read(listing));
    }

    /// <summary>Writes beside the root of a snapshot what is in it, and before that the code that says that it was made here.</summary>
    private void Complete(Digest key, string folder, byte[] listing)
    {
        foreign[key] = false;
        if (store.Seal.Compute(Sealed(key, listing)) is { } seal)
            Disk.WriteText(Path.Combine(folder, "seal"), seal);
        SealedFile.Write(Path.Combine(folder, "listing"), listing);
    }

    private static string Sealed(Digest key, ReadOnlySpan<byte> listing) => $"snapshot {key} {Digest.Compute(listing)}";

    private static LayerDirectory Scan(string root, Action<string> note)
    {
        var scanner = new LayerScanner();
        var layer = scanner.Scan(root);
        foreach (var socket in scanner.Sockets)
            note($"left out the socket {socket[root.Length..]}");
        return layer;
    }

    private Snapshot? FindOnDisk(Digest key)
    {
        var listing = SealedFile.Read(ListingPath(key), out var isDamaged);
        if (isDamaged)
            throw new DamagedStoreException(ListingPath(key));
        if (listing is null)
            return null;
        MarkUsed(key);
        foreign[key] = !store.Seal.IsOf(Sealed(key, listing), Disk.TryReadText(SealPath(key)));
        return new Snapshot(key, RootPath(key), ReaderOf(key).Read(listing));
    }

    /// <summary>What this process made, or is making; null if it is not there any more: what a package that is finished held, others may remove.</summary>
    private Task<Snapshot>? Known(Digest key)
    {
        if (!building.TryGetValue(key, out var made) || !made.IsValueCreated)
            return null;
        if (!made.Value.IsCompletedSuccessfully || Disk.IsFolder(RootPath(key)))
            return made.Value;
        _ = building.TryRemove(KeyValuePair.Create(key, made));
        _ = verified.TryRemove(key, out _);
        return null;
    }

    private void Forget(Digest key)
    {
        _ = verified.TryRemove(key, out _);
        _ = building.TryRemove(key, out _);
        store.Leases.Retire(EntryOf(key));
    }

    private void MarkUsed(Digest key)
    {
        try
        {
            Disk.Touch(ListingPath(key), DateTime.UtcNow);
        }
        catch (EnvironmentException)
        {
            // Only the order in which gc removes suffers.
        }
    }

    private LayerListingReader ReaderOf(Digest key) => new((path, length, digest) => new DiskFile(PathIn(RootPath(key), path), 0, length, digest));

    private bool IsWhole(Digest key)
    {
        try
        {
            var found = LayerListing.Print(Hashed(new LayerScanner().Scan(RootPath(key))));
            return SealedFile.Read(ListingPath(key), out _) is { } expected && found.AsSpan().SequenceEqual(expected);
        }
        catch (EnvironmentException missing) when (missing.Errno == Libc.ENOENT)
        {
            return false;
        }
    }

    private static LayerDirectory Hashed(LayerDirectory layer)
    {
        TwoAtATime.ForEach(FilesOf(layer), file => _ = file.Content.Digest);
        return layer;
    }

    internal static IEnumerable<FileNode> FilesOf(LayerDirectory layer) => layer.Children.Values.SelectMany(node => node switch
    {
        LayerDirectory directory => FilesOf(directory),
        LayerLeaf { Node: FileNode file } => [file],
        _ => [],
    });

    private static HostPath PathIn(string root, ImmutableArray<FileName> path) => path.Aggregate(HostPath.Parse(root), (at, name) => at / name);

    private static string EntryOf(Digest key) => $"snapshots/{key.Hex}";

    private string FolderPath(Digest key) => Path.Combine(store.Root, "snapshots", key.Hex);

    private string RootPath(Digest key) => Path.Combine(FolderPath(key), "root");

    private string SealPath(Digest key) => Path.Combine(FolderPath(key), "seal");

    private static string ElapsedPath(string folder) => Path.Combine(folder, "seconds");

    private string ListingPath(Digest key) => Path.Combine(FolderPath(key), "listing");
}
