using ImgRep.Building;

namespace ImgRep.Cli.Display;

/// <summary>A line for everything that takes time, for logs and pipes.</summary>
internal sealed class PlainProgress : IProgress<BuildEvent>
{
    private readonly Lock printing = new();

    public void Report(BuildEvent value)
    {
        lock (printing)
            Print(value);
    }

    /// <summary>What is worth a line that stays.</summary>
    public static void PrintResult(BuildEvent happened)
    {
        switch (happened)
        {
            case PackageFinished { Cached: false } finished:
                Terminal.Writer.WriteLine(
                    $"{Terminal.Paint(Style.Strong, finished.Package)}: {Terminal.Paint(Style.Good, "built")} in {Durations.ToText(finished.Elapsed)}, {finished.Digest}");
                break;
            case PackageFailed failed:
                Display.Report.Failed(failed);
                break;
            case RoutesDiffer differ:
                Display.Report.Differ(differ);
                break;
            case Note note:
                Terminal.Writer.WriteLine(Terminal.Printable(note.Text));
                break;
            default:
                break;
        }
    }

    private static void Print(BuildEvent happened)
    {
        if (happened is StepStarted step)
            Terminal.Writer.WriteLine($"{step.Package}: {step.Index}/{step.Count} {Terminal.Printable(step.Text)}");
        else
            PrintResult(happened);
    }
}
