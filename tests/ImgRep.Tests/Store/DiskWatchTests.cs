using ImgRep.Host.Store;

namespace ImgRep.Tests.Store;

public sealed class DiskWatchTests
{
    [Fact]
    public void A_disk_that_was_full_for_a_moment_is_noticed_though_it_is_not_any_more()
    {
        var looks = 0;
        using var noticed = new ManualResetEventSlim();
        using var watch = new DiskWatch(() => Interlocked.Increment(ref looks) == 3 ? 0 : 1 << 20, noticed.Set);
        noticed.Wait();
        watch.End().ShouldBeTrue();
    }

    [Fact]
    public void A_disk_that_is_full_at_the_end_is_noticed()
    {
        var isFull = false;
        using var watch = new DiskWatch(() => Volatile.Read(ref isFull) ? 0 : long.MaxValue / 2, null);
        Volatile.Write(ref isFull, true);
        watch.End().ShouldBeTrue();
    }

    [Fact]
    public void A_disk_that_never_was_full_is_not_said_to_have_been()
    {
        using var watch = new DiskWatch(() => 1, null);
        watch.End().ShouldBeFalse();
    }

    [Fact]
    public void What_is_left_of_a_disk_is_less_than_what_is_free()
    {
        var folder = Path.GetTempPath();
        DiskSpace.UntilExhausted(folder).ShouldBeLessThan(new DriveInfo(folder).TotalSize);
    }
}
