using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>
/// All leases on entries of a store, and the one way to remove entries: <see cref="Remove"/> looks at every lease while none can grow, takes
/// away what nobody holds, and leaves the rest. What must leave its place though others may rest on it (it is damaged, or was made anew) is
/// retired instead: its bytes stay until nobody holds its name.
/// </summary>
public sealed class Leases
{
    private const string RetiredFolder = "retired";
    private readonly string root;
    private readonly TemporaryFolders temporary;

    internal Leases(string root, TemporaryFolders temporary) => (this.root, this.temporary) = (root, temporary);

    private string Folder => Path.Combine(root, "leases");

    /// <summary>Everyone who holds something more shares it; who removes something has it alone. No one has it for long.</summary>
    private string Gate => Path.Combine(root, "locks", "removal");

    private string Retired => Path.Combine(root, RetiredFolder);

    /// <summary>The folders that this needs in a store.</summary>
    internal static ImmutableArray<string> Folders => ["leases", RetiredFolder];

    /// <summary>A lease of its own.</summary>
    public Lease New() => new(this);

    /// <summary>The lease of another process, which both then have; a new one if there is none of that name in this store.</summary>
    public Lease Join(string? name)
    {
        if (!Guid.TryParseExact(name, "n", out _))
            return New();
        var path = Path.Combine(Folder, name);
        return LockFile.TryShareExisting(path) is { } file ? new Lease(this, file, path) : New();
    }

    /// <summary>Moves an entry out of its place. Whoever has it open, mounted or held keeps it.</summary>
    /// <param name="entry">A path relative to the store.</param>
    public void Retire(string entry) => Move(Path.Combine(root, entry), RetiredPath(entry));

    /// <summary>Puts a finished folder in the place of an entry, which is retired.</summary>
    public void Replace(string entry, string folder)
    {
        var path = Path.Combine(root, entry);
        if (FileSystem.TryExchange(folder, path))
        {
            Move(folder, RetiredPath(entry));
            return;
        }
        Retire(entry);
        _ = FileSystem.TryRename(folder, path);
    }

    /// <summary>Moves entries that nobody holds to temporary folders, from where they are removed later.</summary>
    /// <param name="entries">Paths relative to the store; taken one by one, until they end.</param>
    /// <param name="held">Told of those that stay.</param>
    /// <returns>The entries that were there, and where they are now.</returns>
    internal List<(string Entry, string Path)> Remove(IEnumerable<string> entries, Action<string>? held = null)
    {
        using var alone = LockFile.Take(Gate);
        var inUse = Held();
        var taken = new List<(string, string)>();
        foreach (var entry in entries)
        {
            if (inUse.Contains(entry))
                held?.Invoke(entry);
            else if (Move(Path.Combine(root, entry), temporary.NewPath()) is { } path)
                taken.Add((entry, path));
        }
        return taken;
    }

    /// <summary>Removes leases whose holders are no more, and what they alone kept.</summary>
    internal void RemoveAbandoned()
    {
        foreach (var path in Disk.Files(Folder))
        {
            using var abandoned = LockFile.TryTakeExisting(path);
            if (abandoned is not null)
                Disk.Delete(path);
        }
        RemoveRetired();
    }

    /// <summary>Removes what was retired and is held by nobody any more.</summary>
    internal void RemoveRetired()
    {
        var left = Disk.Entries(Retired);
        if (left.Length == 0)
            return;
        var free = new List<string>();
        using (LockFile.Take(Gate))
        {
            var inUse = Held();
            foreach (var path in left.Where(path => !inUse.Contains(EntryOf(path))))
            {
                if (Move(path, temporary.NewPath()) is { } moved)
                    free.Add(moved);
            }
        }
        TemporaryFolders.RemoveAll(free, CancellationToken.None);
    }

    internal (LockFile File, string Path) MakeFile() => LockFile.MakeIn(Folder, "", alone: false);

    internal T WhileNothingIsRemoved<T>(Func<T> action)
    {
        using var shared = LockFile.Share(Gate);
        return action();
    }

    /// <summary>Everything that somebody holds. Leases whose holders are no more are removed.</summary>
    private HashSet<string> Held()
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Disk.Files(Folder))
        {
            using var abandoned = LockFile.TryTakeExisting(path);
            if (abandoned is not null)
                Disk.Delete(path);
            else if (TryRead(path) is { } lines)
                held.UnionWith(lines);
        }
        return held;
    }

    private static string[]? TryRead(string path)
    {
        // Its holder may just have ended.
        return Disk.TryReadBytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
    }

    /// <returns>Where it went; null if there is nothing, or it cannot be moved.</returns>
    private static string? Move(string from, string to)
    {
        try
        {
            return FileSystem.TryRename(from, to) ? to : null;
        }
        catch (EnvironmentException)
        {
            return null;
        }
    }

    private string RetiredPath(string entry) => Path.Combine(Retired, $"{entry.Replace('/', ':')}.{Guid.NewGuid():n}");

    private static string EntryOf(string retired) => Path.ChangeExtension(Path.GetFileName(retired), null).Replace(':', '/');
}
