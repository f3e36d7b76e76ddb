using ImgRep.Host.Store;

namespace ImgRep.Tests.Store;

public sealed class DiskWatchTests
{
    [Fact]
    public void A_disk_that_was_full_for_a_moment_is_noticed_though_it_is_not_any_more()
    {
        var looks = 0;
        using var noticed = new ManualResetEventSlim();
        using var watch = new DiskWatch(() => Interlocked.Increment(ref looks) == 3 ? 0 : 1L << 40, noticed.Set, Still);
        noticed.Wait();
        watch.End().ShouldBe(DiskState.Full);
    }

    [Fact]
    public void A_disk_that_is_full_at_the_end_is_noticed()
    {
        var isFull = false;
        using var watch = new DiskWatch(() => Volatile.Read(ref isFull) ? 0 : long.MaxValue / 2, null, Still);
        Volatile.Write(ref isFull, true);
        watch.End().ShouldBe(DiskState.Full);
    }

    [Fact]
    public void A_disk_that_never_was_full_is_not_said_to_have_been()
    {
        using var watch = new DiskWatch(() => 1, null, Still);
        watch.End().ShouldBe(DiskState.Spare);
    }

    [Fact]
    public void A_look_that_comes_so_late_that_the_disk_could_have_been_filled_says_nothing_about_it()
    {
        var now = TimeSpan.Zero;
        using var watch = new DiskWatch(() => 1 << 28, null, () => now += TimeSpan.FromSeconds(1));
        watch.End().ShouldBe(DiskState.Unknown);
    }

    [Fact]
    public void What_is_left_of_a_disk_is_less_than_what_is_free()
    {
        var folder = Path.GetTempPath();
        DiskSpace.UntilExhausted(folder).ShouldBeLessThan(new DriveInfo(folder).TotalSize);
    }

    /// <summary>A clock that stands.</summary>
    private static TimeSpan Still() => TimeSpan.Zero;
}
