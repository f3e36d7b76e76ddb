using System.Globalization;
using ImgRep.Building;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Registries;

/// <summary>Tells how many bytes of an image a program has copied, which does not tell it itself: by what it wrote so far (proc_pid_io(5)).</summary>
/// <param name="name">The image's.</param>
/// <param name="total">Its size; null if that is not known.</param>
internal sealed class CopyProgress(IProgress<BuildEvent> progress, string name, long? total)
{
    private const string Written = "wchar: ";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <returns>Ends it.</returns>
    public IDisposable Follow(int process)
    {
        Report(0);
        return new Follower(new Timer(_ => Look(process), null, Interval, Interval), () => Report(0, hasEnded: true));
    }

    private void Look(int process)
    {
        var line = Disk.TryReadText($"/proc/{process}/io")?.Split('\n').FirstOrDefault(line => line.StartsWith(Written, StringComparison.Ordinal));
        if (line is not null)
            Report(long.Parse(line[Written.Length..], CultureInfo.InvariantCulture));
    }

    private void Report(long bytes, bool hasEnded = false) =>
        progress.Report(new Activity(name, ActivityUnit.Bytes, total is { } most ? Math.Min(bytes, most) : bytes, total) { HasEnded = hasEnded });

    private sealed class Follower(Timer timer, Action end) : IDisposable
    {
        public void Dispose()
        {
            // No look that has begun may come after the end.
            using var stopped = new ManualResetEvent(false);
            timer.Dispose(stopped);
            stopped.WaitOne();
            end();
        }
    }
}
