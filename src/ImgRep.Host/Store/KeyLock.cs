using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>One process at a time builds what belongs to a key; the others wait for it. Ends with the process, however that ends.</summary>
public sealed class KeyLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly LockFile file;

    private KeyLock(LockFile file) => this.file = file;

    /// <param name="waiting">Called once if another process has the lock.</param>
    public static async Task<KeyLock> TakeAsync(ContentStore store, string key, Action? waiting, CancellationToken cancellation)
    {
        var path = Path.Combine(store.Root, "locks", key);
        for (var isFirst = true; ; isFirst = false)
        {
            if (LockFile.TryTake(path) is { } file)
                return new KeyLock(file);
            if (isFirst)
                waiting?.Invoke();
            await Task.Delay(Interval, cancellation);
        }
    }

    public void Dispose() => file.Dispose();
}
