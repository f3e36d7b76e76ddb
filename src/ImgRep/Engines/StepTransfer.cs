namespace ImgRep.Engines;

/// <summary>When it is worth bringing finished steps to a registry (docs/decisions/steps-in-a-registry.md).</summary>
public static class StepTransfer
{
    /// <summary>To lose less is cheaper than to ask for it.</summary>
    public static TimeSpan Least { get; } = TimeSpan.FromMinutes(1);

    /// <param name="lost">How long the steps took, and would take again.</param>
    /// <param name="bytes">What they wrote: brought there once, and taken from there once.</param>
    /// <param name="least">What to lose does not matter, see <see cref="Least"/>.</param>
    public static bool IsWorth(TimeSpan lost, long bytes, TimeSpan least) => lost >= least && lost.TotalSeconds >= 2 * bytes / Overhead.Default.Rate;
}
