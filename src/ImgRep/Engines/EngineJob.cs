using System.Collections.Immutable;
using ImgRep.Packages;

namespace ImgRep.Engines;

/// <summary>Packages that one machine works at, one after the other, by one call of <c>imgrep</c>.</summary>
/// <param name="Number">From 1, in the order of the plan: each after all that it needs.</param>
/// <param name="Packages">In the order of building; none for the job that fetches.</param>
/// <param name="Needs">The numbers of the jobs that must have succeeded before, ascending.</param>
/// <param name="Time">What it is expected to take, the start of the machine with it.</param>
/// <param name="Path">How long it takes at least from its start to the end of the last one that waits for it.</param>
public sealed record EngineJob(int Number, ImmutableArray<PackageName> Packages, ImmutableArray<int> Needs, ExpectedCost Cost, TimeSpan Time, TimeSpan Path)
{
    /// <summary>Whether it brings sources and seeds to the registry, and builds nothing.</summary>
    public bool IsFetch => Packages.IsEmpty;

    /// <summary>Whether packages are in it that do not need one another, only to save the start of a machine.</summary>
    public bool IsBatch { get; init; }

    /// <summary>What people read: the first package, and how many more there are.</summary>
    public string Title => IsFetch ? "fetch" : Packages.Length == 1 ? Packages[^1].ToString() : $"{Packages[^1]} and {Packages.Length - 1} before it";
}
