using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Builders;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Comparing;
using ImgRep.Host.Plans;
using ImgRep.Host.Rebuilds;
using ImgRep.Host.Store;
using ImgRep.Host.Testing;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Ci;

/// <summary>Puts single packages to the proof: by several builders, against the committed digest, in other surroundings, by their tests.</summary>
/// <param name="untested">Packages whose test is left out.</param>
internal sealed class Examiner(
    Checkout folder, ContentStore store, BuildOptions options, ImmutableArray<string> builders, ImmutableArray<Variation> varied, IReadOnlySet<PackageName> untested,
    IProgress<BuildEvent> progress)
{
    private const int ShownLines = 20;

    /// <param name="committed">The digest that the package must come to.</param>
    public async Task<Examination> RunAsync(PlannedBuild package, Digest committed, CancellationToken cancellation)
    {
        var examination = new Examination(package.Package.Name);
        try
        {
            var compared = await new BuilderComparison(folder, store, options, progress).RunAsync(package.Name, builders, cancellation);
            examination = examination with { Builders = compared.Results };
            if (compared.Plan is not { } plan)
                return examination with { Problem = Explain(compared.Failure!) };
            var build = plan.Builds.Single(build => build.Name == package.Name);
            if (Difference(build, compared.Results, committed, cancellation) is { } difference)
                return examination with { Problem = difference };
            examination = examination with { Build = build };
            examination = examination with { Varied = await new VariedRebuild(folder, store, options, plan, progress).RunAsync(build, varied, cancellation) };
            if (!examination.Varied.Survives)
                return examination with { Problem = $"it depends on its surroundings: {examination.Varied.Cause}" };
            return await TestAsync(examination, cancellation);
        }
        catch (Exception failure) when (IsProblem(failure))
        {
            return examination with { Problem = Explain(failure) };
        }
    }

    /// <summary>Builds a package if it is missing, because others need it.</summary>
    public async Task<Examination> EnsureAsync(PlannedBuild package, Digest committed, CancellationToken cancellation)
    {
        var needed = options with { Names = [package.Name], IsForOthers = true };
        var examination = new Examination(package.Package.Name);
        try
        {
            var plan = await new BuildSession(folder, store, needed, progress).RunAsync(cancellation);
            var build = plan.Asked(needed.Names).Single();
            return build.Image == committed ? examination with { Build = build } : examination with { Problem = Mismatch(build.Image!, committed) };
        }
        catch (Exception failure) when (IsProblem(failure))
        {
            return examination with { Problem = Explain(failure) };
        }
    }

    private string? Difference(PlannedBuild build, ImmutableArray<BuilderResult> results, Digest committed, CancellationToken cancellation)
    {
        if (BuilderResult.Differ(store, results, cancellation) is not var (before, after, difference))
            return build.Image == committed ? null : Mismatch(build.Image!, committed);
        BuilderResult.Forget(store, build);
        foreach (var line in difference.Lines().Take(ShownLines))
            progress.Report(new Note($"    {line}"));
        return $"builders do not agree: {before.Builder} gives {before.Image}, {after.Builder} {after.Image}";
    }

    private async Task<Examination> TestAsync(Examination examination, CancellationToken cancellation)
    {
        var tested = options with { Names = [examination.Package.ToString()], NoCache = true };
        var tests = PackageTests.Load(folder, tested.Names, withUpstream: false);
        if (tests.Tests.IsEmpty)
            return examination with { Test = TestVerdict.None };
        if (untested.Contains(examination.Package))
            return examination with { Test = TestVerdict.Skipped };
        TestPlan plan;
        try
        {
            plan = await TestedPackages.RunAsync(folder, store, tested, tests, progress, cancellation);
        }
        catch (Exception failure) when (failure is BuildFailedException or RoutesDifferException)
        {
            return examination with { Problem = $"its test cannot be run: {Explain(failure)}" };
        }
        return plan.Tests.All(test => test.HasPassed)
            ? examination with { Test = TestVerdict.Passed }
            : examination with { Test = TestVerdict.Failed, Problem = "its test fails" };
    }

    private static string Mismatch(Digest built, Digest committed) => $"it is {built}, not {committed} as in {DigestsFile.Path}";

    private static bool IsProblem(Exception failure) =>
        failure is BuildFailedException or RoutesDifferException or EnvironmentException or RejectedInputException or DamagedStoreException;

    /// <summary>Why a package could not be examined, which must not keep others from it.</summary>
    private string Explain(Exception failure)
    {
        if (failure is DamagedStoreException damage)
            store.Discard(damage.Path);
        return failure switch
        {
            RoutesDifferException => "its routes differ, as said above",
            BuildFailedException => "a build failed, as said above",
            RejectedInputException rejected => string.Join("; ", rejected.Diagnostics.Select(diagnostic => $"{diagnostic.Span}: {diagnostic.Message}")),
            _ => failure.Message,
        };
    }
}
