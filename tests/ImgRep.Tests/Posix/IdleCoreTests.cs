using ImgRep.Host.Posix;

namespace ImgRep.Tests.Posix;

public sealed class IdleCoreTests
{
    [Theory]
    [InlineData("\t0", new[] { 0 })]
    [InlineData("0-3", new[] { 0, 1, 2, 3 })]
    [InlineData("2-3,8,10-11", new[] { 2, 3, 8, 10, 11 })]
    public void A_list_of_cores_is_read(string list, int[] cores) => IdleCore.Numbers(list).ShouldBe(cores);

    [Fact]
    public void Idle_time_is_each_core_s_own() =>
        IdleCore.IdleTicks(["cpu  9 9 9 99 9", "cpu2 1 2 3 40 5 6", "cpu10 1 2 3 50 5 6", "cpufreq 1 2 3 4", "intr 7"])
            .ShouldBe(new Dictionary<int, long> { [2] = 40, [10] = 50 });

    [Fact]
    public void A_core_that_this_process_may_use_is_found() => IdleCore.Find().ShouldBeInRange(0, 4095);
}
