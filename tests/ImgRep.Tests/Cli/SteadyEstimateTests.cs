using ImgRep.Cli.Display;

namespace ImgRep.Tests.Cli;

public class SteadyEstimateTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Nothing_known_is_nothing_said() => new SteadyEstimate().Follow(null, Tick).ShouldBeNull();

    [Fact]
    public void The_first_that_is_known_is_said_as_it_is() => new SteadyEstimate().Follow(TimeSpan.FromSeconds(70), Tick).ShouldBe(TimeSpan.FromSeconds(70));

    [Fact]
    public void It_counts_down_with_the_clock() => Last(100, second => 100 - second, 40).ShouldBe(60, tolerance: 0.5);

    [Fact]
    public void It_falls_gently_to_what_is_computed()
    {
        var shown = Shown(100, second => second < 5 ? 100 - second : 20, 30);
        shown.Zip(shown.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First && pair.First - pair.Second < 2);
        shown[^1].ShouldBe(20, tolerance: 6);
    }

    [Fact]
    public void It_stands_still_rather_than_rise()
    {
        var shown = Shown(60, second => 60 + (second % 3), 20);
        shown.Zip(shown.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First);
    }

    [Fact]
    public void It_rises_gently_where_it_was_wrong_by_more_than_half()
    {
        var shown = Shown(10, second => second < 1 ? 10 : 600, 60);
        shown.Zip(shown.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First < 13);
        shown[^1].ShouldBeGreaterThan(300);
    }

    [Fact]
    public void It_is_never_negative() => Last(1, _ => 0, 20).ShouldBe(0, tolerance: 0.01);

    private static double Last(double first, Func<double, double> computed, int seconds) => Shown(first, computed, seconds)[^1];

    private static List<double> Shown(double first, Func<double, double> computed, int seconds)
    {
        var estimate = new SteadyEstimate();
        estimate.Follow(TimeSpan.FromSeconds(first), TimeSpan.Zero);
        return [.. Enumerable.Range(1, seconds * 10).Select(tick => estimate.Follow(TimeSpan.FromSeconds(computed(tick / 10.0)), tick * Tick)!.Value.TotalSeconds)];
    }
}
