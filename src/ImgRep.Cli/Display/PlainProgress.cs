using ImgRep.Building;

namespace ImgRep.Cli.Display;

/// <summary>A line for everything that takes time, for logs and pipes.</summary>
internal sealed class PlainProgress : CommandProgress
{
    private readonly Lock printing = new();

    public override void Report(BuildEvent value)
    {
        lock (printing)
            Print(value);
    }

    /// <summary>Prints what is worth a line that stays.</summary>
    /// <returns>Whether it was.</returns>
    public static bool PrintResult(BuildEvent happened)
    {
        switch (happened)
        {
            case PackageFinished { Cached: false } finished:
                Terminal.Writer.WriteLine(
                    $"{Terminal.Paint(Style.Strong, finished.Package)}: {Terminal.Paint(Style.Good, "built")} in {Durations.ToText(finished.Elapsed)}, {finished.Digest}");
                return true;
            case PackageFailed failed:
                Display.Report.Failed(failed);
                return true;
            case RoutesDiffer differ:
                Display.Report.Differ(differ);
                return true;
            case RecipeDiffers differ:
                Display.Report.Differ(differ);
                return true;
            case Note note:
                Terminal.Writer.WriteLine(Terminal.Printable(note.Text));
                return true;
            default:
                return false;
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
