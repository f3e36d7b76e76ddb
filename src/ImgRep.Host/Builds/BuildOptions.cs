using System.Collections.Immutable;
using ImgRep.Host.Builders;
using ImgRep.Host.Registries;
using ImgRep.Host.Sandbox;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Builds;

/// <summary>How packages are built; never what they come to.</summary>
/// <param name="Names">The packages that were asked for; empty for all.</param>
/// <param name="Jobs">How many steps may run at a time.</param>
public sealed record BuildOptions(ImmutableArray<string> Names, int Jobs)
{
    /// <summary>Results of earlier builds, of packages and of steps, do not count.</summary>
    public bool NoCache { get; init; }

    /// <summary>With <see cref="NoCache"/>: results of steps above this line of a Containerfile count all the same; 0 for none.</summary>
    public int CacheAbove { get; init; }

    /// <summary>The packages are not wanted for themselves: deferred routes of theirs can wait.</summary>
    public bool IsForOthers { get; init; }

    /// <summary>The only route to build of packages that have it; null for all routes, which must then agree.</summary>
    public string? Route { get; init; }

    /// <summary>One of <see cref="BuilderChoice.Names"/>.</summary>
    public string Builder { get; init; } = BuilderChoice.Embedded;

    /// <summary>Whether the user has named the builder.</summary>
    public bool IsBuilderChosen { get; init; }

    /// <summary><c>bwrap</c>, <c>runc</c> or <c>crun</c>; null for the first that is there.</summary>
    public string? Sandbox { get; init; }

    /// <summary>What one step may use of the machine.</summary>
    public Limits Limits { get; init; } = Limits.Default;

    /// <summary>A registry whose images of the same recipes are taken instead of building; null for none.</summary>
    public RegistryAddress? CacheFrom { get; init; }

    /// <summary>Why an image of a package from there is not to be taken, in words, or null if it is; null where all are taken.</summary>
    public Func<PackageName, Digest, CancellationToken, Task<string?>>? JudgeCached { get; init; }

    /// <summary>A registry that gets each package that was built here, when it is done; null for none.</summary>
    public RegistryAddress? PushTo { get; init; }

    /// <summary>Whether it also gets finished steps of packages that are not done.</summary>
    public bool PushSteps { get; init; }

    /// <summary>How registries are reached.</summary>
    public RegistryAccess Registry { get; init; } = new(null, null);

    /// <summary>Folders with source files.</summary>
    public ImmutableArray<string> SourceFolders { get; init; } = [];

    /// <summary>Open a shell where the first step that has no result would run.</summary>
    public bool Shell { get; init; }

    /// <summary>What the builder needs to know of them.</summary>
    internal BuilderOptions OfBuilder => new(Builder, Sandbox, Jobs, Limits) { NoCache = NoCache, CacheAbove = CacheAbove, Shell = Shell };

    /// <summary>Whether a package is built though its image is there.</summary>
    internal bool BuildsAnew(PackageName name) => (NoCache || Shell) && (Names.IsEmpty || Names.Contains(name.ToString()));
}
