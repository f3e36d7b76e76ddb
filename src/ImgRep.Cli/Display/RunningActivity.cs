using ImgRep.Building;

namespace ImgRep.Cli.Display;

/// <summary>An <see cref="Activity"/> that has not ended, with what its reports so far tell.</summary>
/// <param name="start">When it was reported first.</param>
internal sealed class RunningActivity(Activity first, TimeSpan start)
{
    /// <summary>Nothing is said about the pace of what has hardly begun.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(1);

    private readonly SteadyEstimate estimate = new();
    private readonly long alreadyDone = first.Done;

    public TimeSpan Start => start;

    /// <summary>As it was reported last.</summary>
    public Activity Last { get; set; } = first;

    /// <summary>What is done a second since it was reported first; null if that cannot be said.</summary>
    public double? Rate(TimeSpan now) =>
        now - start >= Beginning && Last.Done > alreadyDone ? (Last.Done - alreadyDone) / (now - start).TotalSeconds : null;

    public TimeSpan? Remaining(TimeSpan now) =>
        estimate.Follow(Last.Total is { } total && Rate(now) is { } rate ? TimeSpan.FromSeconds(Math.Max(0, total - Last.Done) / rate) : null, now);
}
