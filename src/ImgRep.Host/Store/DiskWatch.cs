using System.Diagnostics;

namespace ImgRep.Host.Store;

/// <summary>
/// Notices that a disk was full at some moment while this object lived, though it may not be any more. A step that goes on when it cannot
/// write, and then removes something, would else leave a result that nobody can tell from the right one.
/// </summary>
/// <remarks>It looks the more often, the less is left: no disk is filled faster than <see cref="BytesPerSecond"/>. After a look that comes so late that
/// the disk could have been filled since the one before, nobody knows.</remarks>
internal sealed class DiskWatch : IDisposable
{
    /// <summary>How often something is run in all while nobody can tell whether the disk was full.</summary>
    public const int Attempts = 3;

    /// <summary>How fast a disk fills at most while looks are late: then the machine is busy, and no writer has all of it. While they are in time,
    /// there are <see cref="Looks"/> of them, so that four times as much is seen too.</summary>
    private const double BytesPerSecond = 512L << 20;

    /// <summary>How many looks there are in that time.</summary>
    private const int Looks = 4;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim end = new(false, spinCount: 0);
    private readonly Func<long> left;
    private readonly Func<TimeSpan> clock;
    private readonly Action? onFull;
    private TimeSpan deadline;
    private readonly Thread thread;
    private volatile bool wasFull;
    private volatile bool wasLate;

    /// <param name="folder">Lies on the disk.</param>
    /// <param name="onFull">Called at most once, by a thread of its own.</param>
    public DiskWatch(string folder, Action? onFull = null)
        : this(() => DiskSpace.UntilExhausted(folder), onFull, () => Stopwatch.GetElapsedTime(0))
    {
    }

    /// <param name="left">How many bytes can be written until the disk is full.</param>
    /// <param name="clock">The time since some moment.</param>
    internal DiskWatch(Func<long> left, Action? onFull, Func<TimeSpan> clock)
    {
        (this.left, this.onFull, this.clock, deadline) = (left, onFull, clock, TimeSpan.MaxValue);
        // The first look is before anything runs.
        var first = Look();
        thread = new Thread(() => Watch(first)) { IsBackground = true, Priority = ThreadPriority.Highest };
        thread.Start();
    }

    /// <summary>Ends the watch.</summary>
    public DiskState End()
    {
        end.Set();
        thread.Join();
        return wasFull ? DiskState.Full : wasLate ? DiskState.Unknown : DiskState.Spare;
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

    /// <returns>How long to wait until the next look; null if the disk is full.</returns>
    private TimeSpan? Look()
    {
        var last = deadline;
        // Counted from before the look: what is written during it is not seen by it.
        var now = clock();
        var bytes = Left();
        if (bytes <= 0)
            return null;
        wasLate |= now > last;
        var filled = TimeSpan.FromSeconds(Math.Min(bytes / BytesPerSecond, 3600));
        deadline = now + filled;
        return TimeSpan.FromTicks(Math.Clamp(filled.Ticks / Looks, Shortest.Ticks, Longest.Ticks));
    }

    private void Watch(TimeSpan? wait)
    {
        var hasEnded = false;
        while (wait is { } time)
        {
            if (hasEnded)
                return;
            // The last look is after the end.
            hasEnded = end.Wait(time);
            wait = Look();
        }
        wasFull = true;
        onFull?.Invoke();
    }
}
