using ImgRep.Primitives;

namespace ImgRep.Tests.Primitives;

public class NearestNameTests
{
    [Theory]
    [InlineData("msul", "musl")]
    [InlineData("FORM", "from")]
    [InlineData("busybx", "busybox")]
    [InlineData("bussybox", "busybox")]
    public void A_name_with_a_few_slips_is_recognised(string written, string meant) =>
        NearestName.Find(written, ["from", "musl", "busybox", "zlib"]).ShouldBe(meant);

    [Fact]
    public void The_name_with_the_fewest_slips_is_nearest() =>
        NearestName.Find("bussybox", ["toybox", "bosybox", "busybox"]).ShouldBe("busybox");

    [Fact]
    public void The_first_of_equally_near_names_is_nearest() =>
        NearestName.Find("perl5", ["perl4", "perl6"]).ShouldBe("perl4");

    [Theory]
    [InlineData("rust")]
    [InlineData("")]
    [InlineData("x")]
    public void A_name_that_resembles_nothing_has_no_nearest(string written) =>
        NearestName.Find(written, ["busybox", "gcc", "zlib"]).ShouldBeNull();
}
