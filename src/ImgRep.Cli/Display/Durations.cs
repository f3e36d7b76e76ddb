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
}
