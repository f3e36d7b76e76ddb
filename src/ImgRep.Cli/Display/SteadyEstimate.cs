namespace ImgRep.Cli.Display;

/// <summary>How long something still takes, as it is shown: counts down like a clock and follows what is known by and by. It stands still rather
/// than rise, unless it is wrong by half.</summary>
internal sealed class SteadyEstimate
{
    private static readonly TimeSpan Inertia = TimeSpan.FromSeconds(5);

    private TimeSpan? shown;
    private TimeSpan last;

    /// <param name="computed">From what is known now; null if that is too little.</param>
    /// <param name="now">Of a clock that only goes forward.</param>
    public TimeSpan? Follow(TimeSpan? computed, TimeSpan now)
    {
        var elapsed = now - last;
        last = now;
        if (shown is not { } before || computed is not { } target)
            return shown = computed;
        var counted = before - elapsed;
        var next = counted + ((target - counted) * (1 - Math.Exp(-(elapsed / Inertia))));
        var rises = next > before && target < before * 1.5;
        return shown = rises ? before : next < TimeSpan.Zero ? TimeSpan.Zero : next;
    }
}
