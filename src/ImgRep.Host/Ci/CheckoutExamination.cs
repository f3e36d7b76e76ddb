using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Plans;
using ImgRep.Packages;

namespace ImgRep.Host.Ci;

/// <summary>Examines the packages of a plan in their order, and builds what these need. What fails keeps only that from being examined which
/// needs it; and what rests on anything that is not confirmed is not confirmed either.</summary>
internal sealed class CheckoutExamination(CiPlan plan, Examiner examiner, IProgress<BuildEvent> progress)
{
    private readonly HashSet<PackageName> changed = [.. plan.Changed.Select(build => build.Package.Name)];
    private readonly HashSet<PackageName> built = [];
    private readonly HashSet<PackageName> sound = [];

    /// <returns>One for each package that was to be examined, and for each other one with a problem.</returns>
    public async Task<ImmutableArray<Examination>> RunAsync(CancellationToken cancellation)
    {
        var needed = plan.Plan.Below(changed).ToList();
        var examinations = ImmutableArray.CreateBuilder<Examination>();
        using var examined = new Counter(progress, "packages examined", needed.Count);
        foreach (var build in needed)
        {
            cancellation.ThrowIfCancellationRequested();
            var examination = Judge(build, await ExamineAsync(build, cancellation));
            examined.Add(1);
            if (changed.Contains(build.Package.Name) || examination.Problem is not null)
                examinations.Add(examination);
        }
        return [.. examinations, .. plan.Strays.Select(stray => new Examination(stray.Package) { Problem = stray.ToString() })];
    }

    private async Task<Examination> ExamineAsync(PlannedBuild build, CancellationToken cancellation)
    {
        var name = build.Package.Name;
        if (plan.Committed.GetValueOrDefault(name) is not { } committed)
            return new Examination(name) { Problem = $"{DigestsFile.Path} has no line for it: imgrep build of all packages writes it" };
        if (Without(build, built) is { } missing)
            return new Examination(name) { Problem = $"it was not examined: it needs {missing}, which did not come to what {DigestsFile.Path} has" };
        return changed.Contains(name) ? await examiner.RunAsync(build, committed, cancellation) : await examiner.EnsureAsync(build, committed, cancellation);
    }

    private Examination Judge(PlannedBuild build, Examination examination)
    {
        if (examination.Build is not null)
            built.Add(build.Package.Name);
        if (examination.Problem is null && changed.Contains(build.Package.Name) && Without(build, sound) is { } unsound)
            return examination with { Problem = $"it needs {unsound}, which {plan.Person} has not confirmed" };
        if (examination.Problem is null && (changed.Contains(build.Package.Name) || plan.Confirmed.Contains(build.Package.Name)))
            sound.Add(build.Package.Name);
        return examination;
    }

    /// <summary>A package that it needs and that is not among some; null if all are.</summary>
    private static PackageName? Without(PlannedBuild build, HashSet<PackageName> some) =>
        build.Package.Dependencies.Select(dependency => dependency.Name).FirstOrDefault(name => !some.Contains(name));
}
