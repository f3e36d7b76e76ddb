using System.Text;
using ImgRep.Building;

namespace ImgRep.Cli.Display;

/// <summary>Lines at the bottom of the terminal that are drawn over ten times a second, with ECMA-48's cursor movements. What
/// is done scrolls away above them.</summary>
internal sealed class LiveProgress : IProgress<BuildEvent>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock drawing = new();
    private readonly BuildState state = new();
    private readonly long start = TimeProvider.System.GetTimestamp();
    private readonly Timer timer;
    private int drawn;
    private bool ended;

    public LiveProgress() => timer = new Timer(_ => Redraw(), null, Interval, Interval);

    public void Report(BuildEvent value)
    {
        lock (drawing)
        {
            state.Apply(value, TimeProvider.System.GetElapsedTime(start));
            if (value is PackageFinished { Cached: false } or PackageFailed or RoutesDiffer or Note)
            {
                Erase();
                PlainProgress.PrintResult(value);
                Draw();
            }
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        lock (drawing)
        {
            ended = true;
            Erase();
        }
    }

    private void Redraw()
    {
        lock (drawing)
        {
            if (!ended)
                Draw();
        }
    }

    /// <summary>In one write, so that nothing flickers: back to the first line, then each anew and its rest cleared.</summary>
    private void Draw()
    {
        var text = new StringBuilder(Back());
        var lines = StatusLines.Print(state, TimeProvider.System.GetElapsedTime(start), Console.WindowWidth - 1, Console.WindowHeight - 1);
        foreach (var line in lines)
            text.Append(Terminal.Printable(line)).Append("\e[K\n");
        Terminal.Writer.Write(text.Append("\e[J"));
        drawn = lines.Count;
    }

    private void Erase()
    {
        Terminal.Writer.Write($"{Back()}\e[J");
        drawn = 0;
    }

    private string Back() => drawn == 0 ? "" : $"\e[{drawn}A";
}
