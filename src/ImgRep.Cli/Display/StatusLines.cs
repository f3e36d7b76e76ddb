namespace ImgRep.Cli.Display;

/// <summary>A build's state as lines of text: one for each running package, then one for the whole.</summary>
internal static class StatusLines
{
    private const int NameWidth = 20;

    /// <param name="width">No line is longer.</param>
    /// <param name="height">No more lines than this; what does not fit is counted.</param>
    public static List<string> Print(BuildState state, TimeSpan now, int width, int height)
    {
        var running = state.Running.ToList();
        var shown = Math.Min(running.Count, Math.Max(1, height - 2));
        var lines = running.Take(shown).Select(package => Package(package, now, width)).ToList();
        if (running.Count > shown)
            lines.Add(Cut($"and {running.Count - shown} more", width));
        lines.Add(Cut(Whole(state, now), width));
        return lines;
    }

    private static string Package(RunningPackage package, TimeSpan now, int width)
    {
        var elapsed = Durations.ToText(now - package.Start);
        var steps = $"{package.Index}/{package.Count}";
        var line = Cut($"{package.Name.PadRight(NameWidth)} {steps,7}  {package.Step}", width - elapsed.Length - 1);
        return Cut($"{line.PadRight(Math.Max(0, width - elapsed.Length))}{elapsed}", width);
    }

    private static string Whole(BuildState state, TimeSpan now)
    {
        var failed = state.Failed == 0 ? "" : $", {state.Failed} failed";
        var remaining = state.Remaining(now) is { } left ? $", about {Durations.ToText(left)} left" : "";
        return $"{state.Built + state.Cached} of {state.Planned} packages done, {state.Cached} of them cached{failed}, {Durations.ToText(now)}{remaining}";
    }

    private static string Cut(string line, int width) =>
        line.Length <= width ? line : width < 1 ? "" : $"{line.AsSpan(0, width - 1)}…";
}
