namespace ImgRep.Engines;

/// <summary>What a job costs beside its packages. Below that, packages are cheaper together than apart.</summary>
/// <param name="Start">Until a machine has been found and is ready.</param>
/// <param name="Rate">Bytes a second that it copies from the registry.</param>
public sealed record Overhead(TimeSpan Start, double Rate)
{
    public static Overhead Default { get; } = new(TimeSpan.FromSeconds(20), 50e6);

    /// <summary>Chains grow no longer: what fails begins again.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan Of(ExpectedCost cost) => Start + TimeSpan.FromSeconds(cost.Transfer / Rate);

    /// <summary>How long a job takes that starts a machine for this.</summary>
    public TimeSpan TimeOf(ExpectedCost cost) => Of(cost) + cost.Time;
}
