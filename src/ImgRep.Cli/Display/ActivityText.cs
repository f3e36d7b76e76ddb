using ImgRep.Building;

namespace ImgRep.Cli.Display;

/// <summary>What a line says about an <see cref="Activity"/>: how much of it, how fast, how long.</summary>
internal static class ActivityText
{
    /// <summary>The short one, beside the name: <c>42%</c>, <c>3/12</c>.</summary>
    public static string Count(Activity activity) => activity switch
    {
        { Unit: ActivityUnit.Bytes, Total: > 0 and var total } => $"{Math.Clamp(100 * (double)activity.Done / total, 0, 100):0}%",
        { Unit: ActivityUnit.Items, Total: { } total } => $"{activity.Done}/{total}",
        { Unit: ActivityUnit.Items } => $"{activity.Done}",
        _ => "",
    };

    /// <summary>What else there is to say, as much of it as there is room for.</summary>
    public static string Detail(RunningActivity running, TimeSpan now, int width)
    {
        var (activity, rate, left) = (running.Last, running.Rate(now), running.Remaining(now));
        string[] parts =
        [
            activity.Unit != ActivityUnit.Bytes ? "" : activity.Total is { } total ? $"{Size(activity.Done)} of {Size(total)}" : Size(activity.Done),
            activity.Unit == ActivityUnit.Bytes && rate is { } speed ? $"{Size((long)speed)}/s" : "",
            left is { } time ? $"about {Durations.ToRoughText(time)} left" : "",
        ];
        var said = parts.Where(part => part.Length > 0).ToList();
        while (said.Count > 0 && string.Join(", ", said).Length > width)
            said.RemoveAt(said.Count - 1);
        return string.Join(", ", said);
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => $"{bytes / 1024.0:0} KiB",
        < 1 << 30 => $"{bytes / 1048576.0:0.0} MiB",
        _ => $"{bytes / 1073741824.0:0.00} GiB",
    };
}
