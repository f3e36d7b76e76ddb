using ImgRep.Building;

namespace ImgRep.Cli.Display;

/// <summary>Where a command stands, from the events so far. Times are those of one clock, from any origin.</summary>
internal sealed class BuildState
{
    private readonly Dictionary<string, TimeSpan?> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunningPackage> running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunningActivity> activities = new(StringComparer.Ordinal);
    private readonly SteadyEstimate estimate = new();
    private TimeSpan spent;
    private int jobs = 1;

    public int Planned { get; private set; }

    public int Built { get; private set; }

    public int Cached { get; private set; }

    public int Failed { get; private set; }

    public int Waiting => waiting.Count;

    /// <summary>Those at work, the longest first.</summary>
    public IEnumerable<RunningPackage> Running => running.Values.OrderBy(package => package.Start).ThenBy(package => package.Name, StringComparer.Ordinal);

    public IEnumerable<RunningActivity> Activities => activities.Values.OrderBy(activity => activity.Start).ThenBy(activity => activity.Last.Name, StringComparer.Ordinal);

    public void Apply(BuildEvent happened, TimeSpan now)
    {
        switch (happened)
        {
            case BuildPlanned plan:
                Plan(plan);
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
            case Activity { HasEnded: true } ended:
                activities.Remove(ended.Name);
                break;
            case Activity activity:
                if (activities.TryGetValue(activity.Name, out var known))
                    known.Last = activity;
                else
                    activities[activity.Name] = new RunningActivity(activity, now);
                break;
            default:
                break;
        }
    }

    /// <summary>What to say about <see cref="Computed"/>; asked again and again.</summary>
    public TimeSpan? Remaining(TimeSpan now) => estimate.Follow(Computed(now), now);

    /// <summary>How long it may still take: the work that is left, shared by all jobs, but no less than the slowest at work. What was never
    /// built before is taken to be average; null if that is more than half of what is left.</summary>
    public TimeSpan? Computed(TimeSpan now)
    {
        var experience = waiting.Values.Concat(running.Values.Select(package => package.Expected)).ToList();
        var known = experience.OfType<TimeSpan>().ToList();
        if (known.Count == 0 || 2 * known.Count < experience.Count)
            return null;
        var average = known.Aggregate(spent, (sum, next) => sum + next) / (known.Count + Built);
        var left = running.Values.Select(package => Left(package.Expected ?? average, now - package.Start)).ToList();
        var work = left.Concat(waiting.Values.Select(expected => expected ?? average)).Aggregate(TimeSpan.Zero, (sum, next) => sum + next);
        return left.Append(work / jobs).Max();
    }

    /// <summary>Sessions may follow on one another: what is still at work belongs to both.</summary>
    private void Plan(BuildPlanned plan)
    {
        jobs = plan.Jobs;
        waiting.Clear();
        foreach (var package in plan.Packages)
            waiting[package.Name] = package.Expected;
        (Planned, Built, Cached, Failed, spent) = (waiting.Count + running.Count, 0, 0, 0, TimeSpan.Zero);
    }

    private void End(string package)
    {
        waiting.Remove(package);
        running.Remove(package);
    }

    /// <summary>What takes longer than the last time goes on for a while in proportion.</summary>
    private static TimeSpan Left(TimeSpan expected, TimeSpan elapsed) => expected - elapsed is var left && left > elapsed / 10 ? left : elapsed / 10;
}

/// <param name="Expected">How long its last build took; null if that is not known.</param>
internal sealed record RunningPackage(string Name, TimeSpan Start, TimeSpan? Expected)
{
    /// <summary>The step that started last, from 1; 0 before the first.</summary>
    public int Index { get; init; }

    public int Count { get; init; }

    public string Step { get; init; } = "";
}
