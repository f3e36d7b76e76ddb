namespace ImgRep.Host.Store;

/// <summary>
/// Notices that a disk was full at some moment while this object lived, though it may not be any more. A step that goes on when it cannot
/// write, and then removes something, would else leave a result that nobody can tell from the right one.
/// </summary>
/// <remarks>It looks the more often, the less is left: no disk is filled faster than <see cref="BytesPerSecond"/>.</remarks>
internal sealed class DiskWatch : IDisposable
{
    private const double BytesPerSecond = 4L << 30;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim end = new();
    private readonly Func<long> left;
    private readonly Action? onFull;
    private readonly Thread thread;
    private volatile bool wasFull;

    /// <param name="folder">Lies on the disk.</param>
    /// <param name="onFull">Called at most once, by a thread of its own.</param>
    public DiskWatch(string folder, Action? onFull = null)
        : this(() => DiskSpace.UntilExhausted(folder), onFull)
    {
    }

    /// <param name="left">How many bytes can be written until the disk is full.</param>
    internal DiskWatch(Func<long> left, Action? onFull)
    {
        (this.left, this.onFull) = (left, onFull);
        thread = new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.Highest };
        thread.Start();
    }

    /// <summary>Ends the watch.</summary>
    /// <returns>Whether the disk was full.</returns>
    public bool End()
    {
        end.Set();
        thread.Join();
        return wasFull;
    }

    public void Dispose()
    {
        _ = End();
        end.Dispose();
    }

    /// <summary>A disk that cannot be looked at is as good as full.</summary>
    private long Left()
    {
        try
        {
            return left();
        }
        catch (EnvironmentException)
        {
            return 0;
        }
    }

    private void Watch()
    {
        bool hasEnded;
        do
        {
            // The last look is after the end.
            hasEnded = end.IsSet;
            var bytes = Left();
            if (bytes <= 0)
            {
                wasFull = true;
                onFull?.Invoke();
                return;
            }
            if (!hasEnded)
                end.Wait(TimeSpan.FromSeconds(Math.Clamp(bytes / BytesPerSecond, Shortest.TotalSeconds, Longest.TotalSeconds)));
        }
        while (!hasEnded);
    }
}
