using System.Diagnostics;
using System.Globalization;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>Room for what is not finished. Each process has a folder of its own, locked while it lives, so that what a killed
/// process left is known and removed by the next one.</summary>
public sealed class TemporaryFolders(string root) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> links = new(StringComparer.Ordinal);
    private LockFile? locked;
    private string? own;

    /// <summary>A path that nothing uses.</summary>
    public string NewPath() => Path.Combine(Own(), Guid.NewGuid().ToString("n"));

    /// <summary>A new empty folder.</summary>
    public string NewFolder() => Directory.CreateDirectory(NewPath()).FullName;

    /// <summary>A short path that leads to another one while this process lives.</summary>
    public string LinkTo(string path)
    {
        lock (gate)
        {
            if (!links.TryGetValue(path, out var link))
            {
                links.Add(path, link = Path.Combine(Own(), links.Count.ToString(CultureInfo.InvariantCulture)));
                File.CreateSymbolicLink(link, path);
            }
            return link;
        }
    }

    /// <summary>Removes a folder whatever it holds: deep trees, names that are not UTF-8, files of other owners.</summary>
    public static void Remove(string folder)
    {
        if (!Path.Exists(folder))
            return;
        using var remove = Process.Start(new ProcessStartInfo("rm", ["-rf", "--", folder]) { RedirectStandardError = true })!;
        _ = remove.StandardError.ReadToEnd();
        remove.WaitForExit();
    }

    /// <summary>Removes what processes left that are no more.</summary>
    public void RemoveAbandoned()
    {
        foreach (var file in Directory.GetFiles(root, "*.lock"))
        {
            using var abandoned = LockFile.TryTake(file);
            if (abandoned is null)
                continue;
            Remove(Path.ChangeExtension(file, null));
            File.Delete(file);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (own is null)
                return;
            Remove(own);
            File.Delete(own + ".lock");
            locked!.Dispose();
            links.Clear();
            own = null;
        }
    }

    private string Own()
    {
        lock (gate)
        {
            if (own is not null)
                return own;
            var folder = Path.Combine(root, Guid.NewGuid().ToString("n"));
            locked = LockFile.TryTake(folder + ".lock");
            Directory.CreateDirectory(folder);
            return own = folder;
        }
    }
}
