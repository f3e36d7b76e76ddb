using ImgRep.Building;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builders;

/// <summary>How the steps of packages run; never what they come to.</summary>
/// <param name="Builder">The name of the builder.</param>
/// <param name="Sandbox"><c>bwrap</c>, <c>runc</c> or <c>crun</c>; null for the first that is there.</param>
/// <param name="Jobs">How many steps may run at a time.</param>
/// <param name="Limits">What one step may use of the machine.</param>
public sealed record BuilderOptions(string Builder, string? Sandbox, int Jobs, Limits Limits)
{
    /// <summary>Results of earlier steps do not count.</summary>
    public bool NoCache { get; init; }

    /// <summary>With <see cref="NoCache"/>: results of steps above this line of a Containerfile count all the same; 0 for none.</summary>
    public int CacheAbove { get; init; }

    /// <summary>Open a shell where the first step that has no result would run.</summary>
    public bool Shell { get; init; }

    /// <summary>How steps are exchanged with a registry; null where they are not.</summary>
    public StepFolder? Steps { get; init; }

    /// <summary>What steps are shown otherwise than usual.</summary>
    public RunVariation Variation { get; init; }
}
