using ImgRep.Building;
using ImgRep.Cli.Display;
using ImgRep.Primitives;

namespace ImgRep.Tests.Cli;

public class StatusLinesTests
{
    private static readonly Digest Digest = Digest.Compute("image"u8);

    [Fact]
    public void Each_running_package_has_a_line_with_its_step_and_time()
    {
        var state = State(Seconds(0), new PackageStarted("musl", 9), new StepStarted("musl", "build", 3, 9, "RUN make"));
        StatusLines.Print(state, Seconds(12), 60, 10)[0].ShouldBe("musl                     3/9  RUN make                  12 s");
    }

    [Fact]
    public void The_last_line_is_about_the_whole()
    {
        var state = State(
            Seconds(0), Plan(1, ("a", null), ("b", null), ("c", 60)),
            new PackageFinished("a", Digest, Cached: true, Seconds(0)), new PackageStarted("c", 1));
        StatusLines.Print(state, Seconds(20), 100, 10)[^1].ShouldBe("1 of 3 packages done, 1 of them cached, 20 s, about 1 min 40 s left");
    }

    [Fact]
    public void Failures_are_counted()
    {
        var state = State(Seconds(0), Plan(1, ("a", null)), new PackageFailed("a", "RUN make ended with 2", [], null));
        StatusLines.Print(state, Seconds(1), 100, 10)[^1].ShouldBe("0 of 1 packages done, 0 of them cached, 1 failed, 1.0 s");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(79)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        var state = State(Seconds(0), new PackageStarted("musl", 9), new StepStarted("musl", "build", 3, 9, new string('x', 200)));
        StatusLines.Print(state, Seconds(12), width, 10).Max(line => line.Length).ShouldBe(width);
    }

    [Fact]
    public void Packages_that_do_not_fit_are_counted()
    {
        var state = State(Seconds(0), [.. Enumerable.Range(0, 30).Select(index => new PackageStarted($"p{index}", 1))]);
        var lines = StatusLines.Print(state, Seconds(1), 80, 10);
        lines.Count.ShouldBe(10);
        lines[^2].ShouldBe("and 22 more");
    }

    [Fact]
    public void What_remains_is_shared_by_all_jobs() =>
        State(Seconds(0), Plan(4, ("a", 100), ("b", 100), ("c", 100), ("d", 100))).Remaining(Seconds(0)).ShouldBe(Seconds(100));

    [Fact]
    public void What_remains_is_never_less_than_the_slowest_at_work() =>
        State(Seconds(0), Plan(4, ("a", 100), ("b", 8)), new PackageStarted("a", 1)).Remaining(Seconds(30)).ShouldBe(Seconds(70));

    [Fact]
    public void A_package_that_takes_longer_than_expected_makes_nothing_negative() =>
        State(Seconds(0), Plan(1, ("a", 10)), new PackageStarted("a", 1)).Remaining(Seconds(50)).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Without_any_experience_there_is_no_estimate() =>
        State(Seconds(0), Plan(1, ("a", null))).Remaining(Seconds(5)).ShouldBeNull();

    [Theory]
    [InlineData(0.25, "0.3 s")]
    [InlineData(41, "41 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(360000, "100 h 0 min")]
    public void Durations_are_said_in_their_two_greatest_units(double seconds, string text) =>
        Durations.ToText(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    private static BuildState State(TimeSpan now, params BuildEvent[] events)
    {
        var state = new BuildState();
        foreach (var happened in events)
            state.Apply(happened, now);
        return state;
    }

    private static BuildPlanned Plan(int jobs, params (string Name, int? Seconds)[] packages) =>
        new([.. packages.Select(package => new PlannedPackage(package.Name, package.Seconds is { } seconds ? Seconds(seconds) : null))], jobs);

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
