namespace ImgRep.Cli.Display;

/// <summary>The state of a command as lines of text: one for each activity and each running package, then one for the whole.</summary>
internal static class StatusLines
{
    private const int MaximumNameWidth = 24;

    /// <summary>After which even a command that tells nothing says that it is at work.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    /// <param name="doing">What the command does: <c>building</c>, <c>verifying</c>.</param>
    /// <param name="width">No line is wider.</param>
    /// <param name="height">No more lines than this; what does not fit is counted.</param>
    public static List<string> Print(BuildState state, string doing, TimeSpan now, int width, int height)
    {
        var lines = state.Activities.Select(activity => Activity(activity, now, width))
            .Concat(state.Running.Select(package => Package(package, now, width))).ToList();
        if (lines.Count == 0 && state.Planned == 0 && now < Silence)
            return [];
        if (lines.Count > Math.Max(0, height - 1))
        {
            var shown = Math.Max(0, height - 2);
            lines = [.. lines.Take(shown), .. height < 2 ? (string[])[] : [Cells.Cut($"and {lines.Count - shown} more", width)]];
        }
        lines.Add(Whole(state, doing, now, width));
        return lines;
    }

    private static string Package(RunningPackage package, TimeSpan now, int width) =>
        Line(package.Name, Math.Min(MaximumNameWidth, width / 3), $"{package.Index}/{package.Count}", _ => package.Step, now - package.Start, width);

    private static string Activity(RunningActivity activity, TimeSpan now, int width) =>
        Line(
            activity.Last.Name, Math.Min(2 * MaximumNameWidth, width / 2), ActivityText.Count(activity.Last),
            room => ActivityText.Detail(activity, now, room), now - activity.Start, width);

    /// <param name="text">Given the room for it.</param>
    private static string Line(string name, int nameWidth, string count, Func<int, string> text, TimeSpan time, int width)
    {
        var elapsed = Durations.ToText(time);
        var first = $"{Cells.Fit(Cells.Flatten(name), nameWidth)} {count.PadLeft(width < 60 ? 5 : 7)}  ";
        var room = width - Cells.Measure(first) - elapsed.Length - 1;
        return Cells.Cut(room < 0 ? $"{first.TrimEnd()} {elapsed}" : $"{first}{Cells.Fit(Cells.Flatten(text(room)), room)} {elapsed}", width);
    }

    /// <summary>As much as fits, the more important the longer it stays.</summary>
    private static string Whole(BuildState state, string doing, TimeSpan now, int width)
    {
        var elapsed = Durations.ToText(now);
        if (state.Planned == 0)
            return Cells.Cut($"{doing}, {elapsed}", width);
        var remaining = state.Remaining(now) is { } left ? Durations.ToRoughText(left) : null;
        var done = state.Built + state.Cached;
        var failed = state.Failed == 0 ? "" : $", {state.Failed} failed";
        var waiting = state.Waiting == 0 ? "" : $", {state.Waiting} waiting";
        string[] ways =
        [
            $"{done} of {state.Planned} packages done, {state.Cached} of them cached{failed}{waiting}, {elapsed}{(remaining is null ? "" : $", about {remaining} left")}",
            $"{done}/{state.Planned} done{failed}{waiting}, {elapsed}{(remaining is null ? "" : $", {remaining} left")}",
            $"{done}/{state.Planned} done{failed}{waiting}, {elapsed}",
            $"{done}/{state.Planned} done{failed}, {elapsed}",
        ];
        return Array.Find(ways, way => way.Length <= width) ?? Cells.Cut(ways[^1], width);
    }
}
