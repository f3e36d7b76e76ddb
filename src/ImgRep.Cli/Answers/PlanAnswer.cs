using System.Collections.Immutable;
using ImgRep.Engines;
using ImgRep.Packages;

namespace ImgRep.Cli.Answers;

/// <summary>Jobs for an engine; for people, and for the engine, in its language.</summary>
/// <param name="CriticalSeconds">How long it takes at least.</param>
/// <param name="TotalSeconds">How long it takes one machine.</param>
internal sealed record PlanAnswer(ImmutableArray<PlannedJob> Jobs, double CriticalSeconds, double TotalSeconds) : IAnswer
{
    private IEnumerable<string> script = [];

    public static PlanAnswer From(EnginePlan plan, IEnumerable<string> script) =>
        new([.. plan.Jobs.Select(job => new PlannedJob(job.Number, job.Packages, job.Needs, job.Time.TotalSeconds, job.Cost.Memory, job.Cost.Cores))],
            plan.Critical.TotalSeconds, plan.Total.TotalSeconds)
        { script = script };

    public IEnumerable<string> Lines() => script;
}

/// <param name="Packages">None for the job that brings sources and seeds to the registry.</param>
/// <param name="Needs">The numbers of the jobs that must have succeeded before.</param>
/// <param name="Memory">In bytes.</param>
internal sealed record PlannedJob(int Number, ImmutableArray<PackageName> Packages, ImmutableArray<int> Needs, double Seconds, long Memory, int Cores);
