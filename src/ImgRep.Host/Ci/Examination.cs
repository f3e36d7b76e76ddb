using System.Collections.Immutable;
using ImgRep.Host.Comparing;
using ImgRep.Host.Plans;
using ImgRep.Host.Rebuilds;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Ci;

public enum TestVerdict
{
    /// <summary>It did not come to that, or something that the test needs could not be built.</summary>
    NotRun,

    /// <summary>The package has no test.</summary>
    None,

    /// <summary>The test needs packages that nothing else needs and that are not built here, and nobody asked for them.</summary>
    Skipped,

    Passed,

    Failed,
}

/// <summary>What became of one package, as far as it went: it ends with the first problem.</summary>
public sealed record Examination(PackageName Package)
{
    /// <summary>What each builder made of it.</summary>
    public ImmutableArray<BuilderResult> Builders { get; init; } = [];

    /// <summary>How it came through other surroundings; null if it did not come to that.</summary>
    public VariedResult? Varied { get; init; }

    public TestVerdict Test { get; init; }

    /// <summary>Why it is not signed; null if everything agrees.</summary>
    public string? Problem { get; init; }

    /// <summary>What it was built to; null if it was not.</summary>
    public Digest? Image => Builders.FirstOrDefault()?.Image;

    /// <summary>The package with the recipes from which it was built, once all builders gave the committed digest.</summary>
    internal PlannedBuild? Build { get; init; }
}
