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
        for (var isFirst = true; ; isFirst = false)
        {
            if (TryTake(store, key) is { } taken)
                return taken;
            if (isFirst)
                waiting?.Invoke();
            await Task.Delay(Interval, cancellation);
        }
    }

    /// <summary>Null if another process has it.</summary>
    public static KeyLock? TryTake(ContentStore store, string key) => LockFile.TryTake(Path.Combine(store.Root, "locks", key)) is { } file ? new KeyLock(file) : null;

    public void Dispose() => file.Dispose();
}
