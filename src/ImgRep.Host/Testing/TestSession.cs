using ImgRep.Building;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Inside;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;

namespace ImgRep.Host.Testing;

/// <summary>Runs the tests of packages that are built: fetches what they need, then has a second process inside the namespaces build each and throw the
/// result away. What stays is a record that it passed.</summary>
/// <param name="options">With <see cref="BuildOptions.NoCache"/> what passed before counts as not run, and so do its steps.</param>
internal sealed class TestSession(Checkout folder, ContentStore store, BuildOptions options, PackageTests tests, IProgress<BuildEvent> progress)
{
    /// <returns>Every test as it stands then.</returns>
    public async Task<TestPlan> RunAsync(BuildPlan packages, CancellationToken cancellation)
    {
        var plan = TestPlan.Create(folder, tests, packages, store, options.NoCache);
        for (var attempt = 1; plan.Tests.Any(test => !test.HasPassed); attempt++)
        {
            var open = plan.Tests.Where(test => !test.HasPassed).ToList();
            await new InputFetch(folder, store, options, progress).RunAsync([.. open.Select(test => test.Test)], cancellation);
            var result = NamespacedProcess.Run(JobOf(open, plan), new InnerOptions(), progress);
            cancellation.ThrowIfCancellationRequested();
            switch (result)
            {
                case TestResult tested:
                    return plan with { Tests = [.. plan.Tests.Select(test => test with { HasPassed = test.HasPassed || tested.Passed.Contains(test.Test.Label) })] };
                case DamageFailure when attempt < BuildSession.MaximumAttempts:
                    break;
                default:
                    throw ((Failure)result).ToException();
            }
        }
        return plan;
    }

    private TestJob JobOf(List<PlannedTest> open, TestPlan plan) =>
        JobPlan.Test(folder, store, options.OfBuilder, open.Select(test => (test.Test, test.Context)), plan.Images, plan.Seeds);
}
