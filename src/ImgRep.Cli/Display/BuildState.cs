using ImgRep.Building;

namespace ImgRep.Cli.Display;

/// <summary>Where a build stands, from the events so far. Times are those of one clock, from any origin.</summary>
internal sealed class BuildState
{
    private readonly Dictionary<string, TimeSpan?> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunningPackage> running = new(StringComparer.Ordinal);
    private TimeSpan spent;
    private int jobs = 1;

    public int Planned { get; private set; }

    public int Built { get; private set; }

    public int Cached { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Those at work, the longest first.</summary>
    public IEnumerable<RunningPackage> Running => running.Values.OrderBy(package => package.Start).ThenBy(package => package.Name, StringComparer.Ordinal);

    public void Apply(BuildEvent happened, TimeSpan now)
    {
        switch (happened)
        {
            case BuildPlanned plan:
                (Planned, jobs) = (plan.Packages.Length, plan.Jobs);
                foreach (var package in plan.Packages)
                    waiting[package.Name] = package.Expected;
                break;
            case PackageStarted started:
                waiting.Remove(started.Package, out var expected);
                running[started.Package] = new RunningPackage(started.Package, now, expected) { Count = started.Steps };
                break;
            case StepStarted step when running.TryGetValue(step.Package, out var package):
                running[step.Package] = package with { Index = step.Index, Count = step.Count, Step = step.Text };
                break;
            case PackageFinished finished:
                if (finished.Cached)
                    Cached++;
                else
                    (Built, spent) = (Built + 1, spent + finished.Elapsed);
                End(finished.Package);
                break;
            case PackageFailed failed:
                Failed++;
                End(failed.Package);
                break;
            case RoutesDiffer:
                Failed++;
                break;
            default:
                break;
        }
    }

    /// <summary>How long it may still take: the work that is left, shared by all jobs, but no less than the slowest at work.
    /// What was never built before is taken to be average; null if nothing is known at all.</summary>
    public TimeSpan? Remaining(TimeSpan now)
    {
        var known = waiting.Values.Concat(running.Values.Select(package => package.Expected)).OfType<TimeSpan>().ToList();
        if (known.Count + Built == 0)
            return null;
        var average = known.Aggregate(spent, (sum, next) => sum + next) / (known.Count + Built);
        var left = running.Values.Select(package => Positive((package.Expected ?? average) - (now - package.Start))).ToList();
        var work = left.Concat(waiting.Values.Select(expected => expected ?? average)).Aggregate(TimeSpan.Zero, (sum, next) => sum + next);
        return left.Append(work / jobs).Max();
    }

    private void End(string package)
    {
        waiting.Remove(package);
        running.Remove(package);
    }

    private static TimeSpan Positive(TimeSpan duration) => duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
}

/// <param name="Expected">How long its last build took; null if that is not known.</param>
internal sealed record RunningPackage(string Name, TimeSpan Start, TimeSpan? Expected)
{
    /// <summary>The step that started last, from 1; 0 before the first.</summary>
    public int Index { get; init; }

    public int Count { get; init; }

    public string Step { get; init; } = "";
}
