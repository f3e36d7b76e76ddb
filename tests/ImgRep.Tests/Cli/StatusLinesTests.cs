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
        StatusLines.Print(state, "building", Seconds(12), 60, 10)[0].ShouldBe("musl                     3/9  RUN make                  12 s");
    }

    [Fact]
    public void The_last_line_is_about_the_whole()
    {
        var state = State(
            Seconds(0), Plan(1, ("a", null), ("b", null), ("c", 60)),
            new PackageFinished("a", Digest, Cached: true, Seconds(0)), new PackageStarted("c", 1));
        StatusLines.Print(state, "building", Seconds(20), 100, 10)[^1].ShouldBe("1 of 3 packages done, 1 of them cached, 1 waiting, 20 s, about 1 min 40 s left");
    }

    [Fact]
    public void Failures_are_counted()
    {
        var state = State(Seconds(0), Plan(1, ("a", null)), new PackageFailed("a", "RUN make ended with 2", [], null));
        StatusLines.Print(state, "building", Seconds(1), 100, 10)[^1].ShouldBe("0 of 1 packages done, 0 of them cached, 1 failed, 1.0 s");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(79)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        var state = State(Seconds(0), new PackageStarted("musl", 9), new StepStarted("musl", "build", 3, 9, new string('x', 200)));
        StatusLines.Print(state, "building", Seconds(12), width, 10).Max(line => line.Length).ShouldBe(width);
    }

    [Theory]
    [InlineData(100, "1 of 4 packages done, 1 of them cached, 2 waiting, 20 s, about 2 min 40 s left")]
    [InlineData(75, "1/4 done, 2 waiting, 20 s, 2 min 40 s left")]
    [InlineData(39, "1/4 done, 2 waiting, 20 s")]
    [InlineData(20, "1/4 done, 20 s")]
    public void A_narrow_terminal_says_less_of_the_whole(int width, string line)
    {
        var state = State(
            Seconds(0), Plan(1, ("a", null), ("b", 60), ("c", 60), ("d", 60)),
            new PackageFinished("a", Digest, Cached: true, Seconds(0)), new PackageStarted("c", 1));
        StatusLines.Print(state, "building", Seconds(20), width, 10)[^1].ShouldBe(line);
    }

    [Theory]
    [InlineData("a\tb\rc\e[2J")]
    [InlineData("名前の長い手順 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字")]
    [InlineData("e\u0301e\u0301\u0301\u0301 \u200b\u200d 🧪🧪")]
    public void No_text_of_a_step_makes_a_line_wider_or_steers_the_terminal(string text)
    {
        for (var width = 1; width < 60; width++)
        {
            var line = StatusLines.Print(State(Seconds(0), new PackageStarted("musl", 9), new StepStarted("musl", "build", 3, 9, text)), "building", Seconds(12), width, 10)[0];
            Cells.Measure(line).ShouldBeLessThanOrEqualTo(width);
            line.ShouldNotContain('\t');
            line.ShouldNotContain('\e');
        }
    }

    [Fact]
    public void A_command_that_tells_nothing_says_after_a_second_that_it_is_at_work()
    {
        StatusLines.Print(new BuildState(), "verifying", Seconds(0), 80, 10).ShouldBeEmpty();
        StatusLines.Print(new BuildState(), "verifying", Seconds(3), 80, 10).ShouldBe(["verifying, 3.0 s"]);
    }

    [Fact]
    public void A_transfer_tells_its_bytes_its_pace_and_how_long_it_takes()
    {
        var state = State(Seconds(0), new Activity("zlib.tar.gz", ActivityUnit.Bytes, 0, 40 << 20));
        state.Apply(new Activity("zlib.tar.gz", ActivityUnit.Bytes, 10 << 20, 40 << 20), Seconds(5));
        var line = StatusLines.Print(state, "fetching", Seconds(5), 120, 10)[0];
        string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldBe("zlib.tar.gz 25% 10.0 MiB of 40.0 MiB, 2.0 MiB/s, about 15 s left 5.0 s");
        state.Apply(new Activity("zlib.tar.gz", ActivityUnit.Bytes, 0, null) { HasEnded = true }, Seconds(6));
        StatusLines.Print(state, "fetching", Seconds(6), 100, 10).ShouldBe(["fetching, 6.0 s"]);
    }

    [Fact]
    public void What_is_counted_tells_how_many_of_how_many() =>
        StatusLines.Print(State(Seconds(0), new Activity("images pulled", ActivityUnit.Items, 3, 12)), "pulling", Seconds(0), 60, 10)[0]
            .ShouldStartWith("images pulled                     3/12 ");

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(59)]
    public void No_more_lines_are_drawn_than_there_are_rows(int height)
    {
        var state = State(Seconds(0), [.. Enumerable.Range(0, 100).Select(index => new PackageStarted($"p{index}", 1))]);
        StatusLines.Print(state, "building", Seconds(1), 80, height).Count.ShouldBe(height);
    }

    [Fact]
    public void A_second_session_counts_from_its_own_beginning()
    {
        var state = State(Seconds(0), Plan(1, ("a", null)), new PackageFinished("a", Digest, Cached: false, Seconds(1)), Plan(1, ("b", null), ("c", null)));
        StatusLines.Print(state, "building", Seconds(2), 100, 10)[^1].ShouldBe("0 of 2 packages done, 0 of them cached, 2 waiting, 2.0 s");
    }

    [Fact]
    public void Packages_that_do_not_fit_are_counted()
    {
        var state = State(Seconds(0), [.. Enumerable.Range(0, 30).Select(index => new PackageStarted($"p{index}", 1))]);
        var lines = StatusLines.Print(state, "building", Seconds(1), 80, 10);
        lines.Count.ShouldBe(10);
        lines[^2].ShouldBe("and 22 more");
    }

    [Fact]
    public void What_remains_is_shared_by_all_jobs() =>
        State(Seconds(0), Plan(4, ("a", 100), ("b", 100), ("c", 100), ("d", 100))).Computed(Seconds(0)).ShouldBe(Seconds(100));

    [Fact]
    public void What_remains_is_never_less_than_the_slowest_at_work() =>
        State(Seconds(0), Plan(4, ("a", 100), ("b", 8)), new PackageStarted("a", 1)).Computed(Seconds(30)).ShouldBe(Seconds(70));

    [Fact]
    public void A_package_that_takes_longer_than_expected_goes_on_in_proportion() =>
        State(Seconds(0), Plan(1, ("a", 10)), new PackageStarted("a", 1)).Computed(Seconds(50)).ShouldBe(Seconds(5));

    [Fact]
    public void Where_most_of_what_is_left_was_never_built_there_is_no_estimate()
    {
        State(Seconds(0), Plan(1, ("a", 10), ("b", null), ("c", null))).Computed(Seconds(0)).ShouldBeNull();
        State(Seconds(0), Plan(1, ("a", 10), ("b", null))).Computed(Seconds(0)).ShouldBe(Seconds(20));
    }

    [Fact]
    public void Without_any_experience_there_is_no_estimate() =>
        State(Seconds(0), Plan(1, ("a", null))).Computed(Seconds(5)).ShouldBeNull();

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
