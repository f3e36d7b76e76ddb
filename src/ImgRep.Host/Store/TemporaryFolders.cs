using System.Diagnostics;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>Room for what is not finished. Each process has a folder of its own, locked while it lives, so that what a killed
/// process left is known and removed by the next one.</summary>
public sealed class TemporaryFolders(string root) : IDisposable
{
    private const string LockSuffix = ".lock";

    /// <summary>Paths have at most 4096 bytes, the arguments of a process at least 2 MiB.</summary>
    private const int MaximumArguments = 256;

    private readonly Lock gate = new();
    private LockFile? locked;
    private string? own;

    /// <summary>A path that nothing uses.</summary>
    public string NewPath() => Path.Combine(Own(), Guid.NewGuid().ToString("n"));

    /// <summary>A new empty folder.</summary>
    public string NewFolder() => Disk.MakeFolder(NewPath());

    /// <summary>Removes a folder whatever it holds: deep trees, names that are not UTF-8, files of other owners.</summary>
    public static void Remove(string folder) => RemoveUnlessInterrupted(folder, CancellationToken.None);

    /// <summary>Like <see cref="Remove"/>; interrupted, some of it stays.</summary>
    public static void RemoveUnlessInterrupted(string folder, CancellationToken cancellation) => RemoveAll([folder], cancellation);

    /// <summary>Like <see cref="Remove"/>, many at once: they are removed by few processes.</summary>
    public static void RemoveAll(IEnumerable<string> folders, CancellationToken cancellation)
    {
        foreach (var some in folders.Where(folder => FileSystem.TryStatus(HostPath.Parse(folder)) is not null).Chunk(MaximumArguments))
        {
            using var remove = ChildProgram.Start(new ProcessStartInfo("rm", ["-rf", "--", .. some]) { RedirectStandardError = true })!;
            using var stop = cancellation.Register(remove.Kill);
            _ = remove.StandardError.ReadToEnd();
            remove.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Removes what processes left that are no more.</summary>
    public void RemoveAbandoned()
    {
        foreach (var file in Disk.Files(root, "*" + LockSuffix))
        {
            using var abandoned = LockFile.TryTakeExisting(file);
            if (abandoned is null)
                continue;
            Remove(Path.ChangeExtension(file, null));
            Disk.Delete(file);
        }
    }

    /// <summary>Leaves what is here to the next process that removes what was abandoned.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            own = null;
            locked?.Dispose();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (own is null)
                return;
            Remove(own);
            Disk.Delete(own + LockSuffix);
            locked!.Dispose();
            own = null;
        }
    }

    private string Own()
    {
        lock (gate)
        {
            if (own is not null)
                return own;
            (locked, var path) = LockFile.MakeIn(root, LockSuffix, alone: true);
            return own = Disk.MakeFolder(Path.ChangeExtension(path, null));
        }
    }
}
