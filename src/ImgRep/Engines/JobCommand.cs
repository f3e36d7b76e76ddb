using System.Collections.Immutable;

namespace ImgRep.Engines;

/// <summary>The command lines of jobs.</summary>
/// <param name="Program">What they call, as in <c>imgrep</c>.</param>
/// <param name="Registry">Where they take from and bring to, as in <c>registry.example.org/team</c>.</param>
/// <param name="Reach">Further words that say how the registry is reached.</param>
public sealed record JobCommand(string Program, JobKind Kind, string Registry, ImmutableArray<string> Reach)
{
    /// <summary>A shell command that each job begins with, for instance to get the checkout; null for none.</summary>
    public string? Setup { get; init; }

    /// <summary>The packages whose sources and seeds a job fetches; empty for those of the whole tree.</summary>
    public ImmutableArray<string> Fetched { get; init; } = [];

    /// <summary>Whether a build brings finished steps to the registry, too.</summary>
    public bool PushesSteps { get; init; }

    public ImmutableArray<string> WordsOf(EngineJob job)
    {
        var names = job.Packages.Select(package => package.ToString());
        // Two at a time would need the memory of both.
        ImmutableArray<string> from = [.. job.IsBatch ? (string[])["--jobs", "1"] : [], "--cache-from", Registry, .. Reach];
        return job.IsFetch ? [Program, "fetch", .. Fetched, .. from, "--push-to", Registry] : Kind switch
        {
            JobKind.Build => [Program, "build", .. names, "--no-archive", "--trust-cache", .. from, "--push-to", Registry, .. PushesSteps ? (string[])["--push-steps"] : []],
            JobKind.Reproduce => [Program, "reproduce", .. names, "--trust-cache", .. from, "--push-to", Registry],
            _ => [Program, "reproduce", .. names, "--vary", "--trust-cache", .. from],
        };
    }
}
