namespace ImgRep.Cli.Display;

internal static class Durations
{
    /// <summary>As people say it, in its two greatest units: <c>0.3 s</c>, <c>41 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>.</summary>
    public static string ToText(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 10 } => $"{duration.TotalSeconds:0.0} s",
        { TotalMinutes: < 1 } => $"{duration.Seconds} s",
        { TotalHours: < 1 } => $"{duration.Minutes} min {duration.Seconds} s",
        _ => $"{(int)duration.TotalHours} h {duration.Minutes} min",
    };

    /// <summary>As precise as a guess can be, so that it stands still for a while: <c>4 s</c>, <c>35 s</c>, <c>2 min 20 s</c>, <c>14 min</c>.</summary>
    public static string ToRoughText(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 10 } => $"{Math.Max(1, Math.Ceiling(duration.TotalSeconds)):0} s",
        { TotalSeconds: <= 55 } => $"{Steps(duration, 5)} s",
        { TotalSeconds: <= 590 } => $"{Steps(duration, 10) / 60} min {Steps(duration, 10) % 60} s",
        { TotalMinutes: <= 59 } => $"{Steps(duration, 60) / 60} min",
        _ => ToText(duration),
    };

    private static long Steps(TimeSpan duration, int seconds) => (long)Math.Ceiling(duration.TotalSeconds / seconds) * seconds;
}
