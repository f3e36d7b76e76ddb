using System.Runtime.InteropServices;
using ImgRep.Building;
using ImgRep.Host.Posix;

namespace ImgRep.Cli.Display;

/// <summary>Lines at the bottom of the terminal that say ten times a second where a command stands. What is done scrolls away above them.</summary>
internal sealed class LiveProgress : CommandProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock drawing = new();
    private readonly BuildState state = new();
    private readonly long start = TimeProvider.System.GetTimestamp();
    private readonly Screen screen;
    private readonly string doing;
    private readonly PosixSignalRegistration resumed;
    private readonly Timer timer;
    private bool isQuiet;

    /// <param name="doing">What the command does, in one word.</param>
    public LiveProgress(Screen screen, string doing)
    {
        (this.screen, this.doing) = (screen, doing);
        // Meanwhile the shell has used the terminal.
        resumed = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => screen.Forget());
        timer = new Timer(_ => Redraw(), null, Interval, Interval);
    }

    public override void Report(BuildEvent value)
    {
        lock (drawing)
        {
            state.Apply(value, Elapsed());
            if (isQuiet = value is TerminalLent)
                screen.Clear();
            if (PlainProgress.PrintResult(value))
                Redraw();
        }
    }

    public override void Dispose()
    {
        timer.Dispose();
        resumed.Dispose();
        lock (drawing)
        {
            isQuiet = true;
            screen.Clear();
        }
        base.Dispose();
    }

    private void Redraw()
    {
        lock (drawing)
        {
            // Who draws from the background writes into what the user does meanwhile.
            if (isQuiet || !TerminalWindow.IsForeground(StandardDescriptor.Error))
                return;
            var (columns, rows) = screen.Window;
            screen.Draw(StatusLines.Print(state, doing, Elapsed(), columns - 1, rows - 1));
        }
    }

    private TimeSpan Elapsed() => TimeProvider.System.GetElapsedTime(start);
}
