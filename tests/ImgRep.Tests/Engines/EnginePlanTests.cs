using System.Collections.Immutable;
using ImgRep.Engines;
using ImgRep.Packages;

namespace ImgRep.Tests.Engines;

/// <summary>Which packages go into one job, and in which order jobs come.</summary>
public class EnginePlanTests
{
    private static readonly Overhead Overhead = new(TimeSpan.FromSeconds(20), 1e6);

    [Fact]
    public void A_chain_of_small_packages_is_one_job()
    {
        var plan = Plan(("a", 5, []), ("b", 5, ["a"]), ("c", 5, ["a", "b"]));
        Shown(plan).ShouldBe(["1 a b c <-"]);
        plan.Total.ShouldBe(TimeSpan.FromSeconds(35));
        plan.Critical.ShouldBe(plan.Total);
    }

    [Fact]
    public void Long_packages_are_jobs_of_their_own_and_the_longest_path_comes_first() =>
        Shown(Plan(("a", 3600, []), ("b", 3600, []), ("c", 3600, ["b"]), ("d", 3600, ["a", "c"]))).ShouldBe(["1 b <-", "2 a <-", "3 c <- 1", "4 d <- 2 3"]);

    [Fact]
    public void A_small_package_joins_what_it_needs_though_others_wait_for_that() =>
        Shown(Plan(("a", 3600, []), ("b", 3600, ["a"]), ("c", 3, ["a"]))).ShouldBe(["1 a c <-", "2 b <- 1"]);

    [Fact]
    public void Others_never_wait_longer_for_small_packages_than_the_start_of_a_machine_takes()
    {
        var small = Enumerable.Range(0, 10).Select(number => ($"s{number}", 6, (string[])["a"]));
        var plan = Plan([("a", 3600, []), ("b", 3600, ["a"]), .. small]);
        plan.Jobs.Single(job => job.Packages.Contains(PackageName.Parse("a"))).Packages.Length.ShouldBe(4);
    }

    [Fact]
    public void Short_packages_share_a_job_beside_a_long_one_until_its_start_is_a_tenth_of_it()
    {
        var small = Enumerable.Range(0, 10).Select(number => ($"s{number}", 30, (string[])[]));
        var plan = Plan([("a", 3600, []), .. small]);
        Shown(plan).ShouldBe(["1 a <-", "2 s0 s1 s2 s3 s4 s5 <-", "3 s6 s7 s8 s9 <-"]);
        plan.Jobs.Select(job => job.IsBatch).ShouldBe([false, true, true]);
    }

    [Fact]
    public void Nothing_waits_for_a_package_that_it_does_not_need_if_that_makes_the_longest_path_longer() =>
        Shown(Plan(("a", 30, []), ("b", 3600, ["a"]), ("c", 3600, ["a"]), ("d", 30, []), ("e", 30, []))).ShouldBe(["1 a <-", "2 b <- 1", "3 c <- 1", "4 d e <-"]);

    [Fact]
    public void Packages_share_no_job_if_one_needs_more_cores_or_memory_or_its_time_is_a_guess()
    {
        MissingPackage Other(string name, ExpectedCost cost) => new(PackageName.Parse(name), [], cost);
        var cost = Package("s", 30, []).Cost;
        Shown(EnginePlan.Create(
            [
                Package("a", 3600, []), Other("b", cost), Other("c", cost with { Cores = 4 }), Other("d", cost with { Memory = 1L << 31 }),
                Other("e", cost with { IsKnown = false }),
            ], Overhead)).ShouldBe(["1 a <-", "2 b <-", "3 c <-", "4 d <-", "5 e <-"]);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    [InlineData(3_000)]
    public void Jobs_that_packages_share_make_no_path_longer_than_the_longest_was(int count)
    {
        var packages = Trees.Random(count).ConvertAll(package => package with { Cost = new ExpectedCost(package.Cost.Time / 10, 1, 1) { IsKnown = true } });
        var chains = new JobChains(packages, Overhead).Chains;
        var plan = EnginePlan.Create(packages, Overhead);
        plan.Critical.ShouldBe(JobChains.Paths(chains, Overhead).Max());
        plan.Jobs.Length.ShouldBeLessThan(chains.Count * 9 / 10);
    }

    [Fact]
    public void What_is_copied_counts_as_the_start_of_a_machine()
    {
        var large = new MissingPackage(PackageName.Parse("b"), [PackageName.Parse("a")], new ExpectedCost(TimeSpan.FromSeconds(100), 1, 1) { Transfer = 200_000_000 });
        var other = new MissingPackage(PackageName.Parse("c"), [PackageName.Parse("a")], new ExpectedCost(TimeSpan.FromSeconds(100), 1, 1));
        Shown(EnginePlan.Create([Package("a", 3600, []), large, other], Overhead)).ShouldBe(["1 a b <-", "2 c <- 1"]);
    }

    [Fact]
    public void Whoever_fetches_comes_before_all_that_needs_nothing_else()
    {
        var plan = EnginePlan.Create([Package("a", 3600, []), Package("b", 3600, ["a"])], Overhead, new ExpectedCost(TimeSpan.FromSeconds(60), 1, 1));
        Shown(plan).ShouldBe(["1 <-", "2 a <- 1", "3 b <- 2"]);
        EnginePlan.Create([], Overhead, new ExpectedCost(TimeSpan.FromSeconds(60), 1, 1)).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public void Waves_count_jobs_one_after_another() =>
        Plan(("a", 3600, []), ("b", 3600, []), ("c", 3600, ["b"]), ("d", 3600, ["a", "c"])).Waves().ShouldBe([1, 1, 2, 3]);

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(300)]
    [InlineData(3_000)]
    [InlineData(50_000)]
    public void Every_package_is_in_one_job_after_all_that_it_needs_however_many_there_are(int count)
    {
        var packages = Trees.Random(count);
        var plan = EnginePlan.Create(packages, Overhead);
        var jobs = plan.Jobs.SelectMany(job => job.Packages.Select((package, index) => (package, Place: (job.Number, index))))
            .ToDictionary(pair => pair.package, pair => pair.Place);
        jobs.Count.ShouldBe(count);
        foreach (var package in packages)
        {
            var place = jobs[package.Name];
            foreach (var needed in package.Needs.Select(needed => jobs[needed]))
            {
                if (needed.Number == place.Number)
                    needed.index.ShouldBeLessThan(place.index);
                else
                    Reaches(plan, place.Number, needed.Number).ShouldBeTrue();
            }
        }
        plan.Jobs.ShouldAllBe(job => job.Needs.All(need => need < job.Number));
        Shown(EnginePlan.Create(packages, Overhead)).ShouldBe(Shown(plan));
    }

    /// <summary>A job that is needed stands among the needs, or comes before one that does.</summary>
    private static bool Reaches(EnginePlan plan, int from, int to) =>
        plan.Jobs[from - 1].Needs.Contains(to) || plan.Jobs[from - 1].Needs.Any(need => plan.Jobs[need - 1].Needs.Contains(to));

    private static IEnumerable<string> Shown(EnginePlan plan) =>
        plan.Jobs.Select(job => string.Join(' ', [job.Number, .. job.Packages, "<-", .. job.Needs.Select(need => (object)need)]));

    private static EnginePlan Plan(params (string Name, int Seconds, string[] Needs)[] packages) =>
        EnginePlan.Create([.. packages.Select(package => Package(package.Name, package.Seconds, [.. package.Needs]))], Overhead);

    private static MissingPackage Package(string name, int seconds, ImmutableArray<string> needs) =>
        new(PackageName.Parse(name), [.. needs.Select(PackageName.Parse)], new ExpectedCost(TimeSpan.FromSeconds(seconds), 1 << 30, 2) { IsKnown = true });
}
