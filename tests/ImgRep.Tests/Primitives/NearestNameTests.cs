using ImgRep.Primitives;

namespace ImgRep.Tests.Primitives;

public class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("musl", "musl", 0)]
    [InlineData("mulsc", "musl", 2)]
    public void Distance_counts_insertions_deletions_and_replacements(string from, string to, int edits)
    {
        NearestName.Distance(from, to).ShouldBe(edits);
        NearestName.Distance(to, from).ShouldBe(edits);
    }

    [Fact]
    public void The_name_with_the_fewest_edits_is_nearest() =>
        NearestName.Of("bussybox", ["toybox", "busybox", "bosybox"]).ShouldBe("busybox");

    [Fact]
    public void The_first_of_equally_near_names_is_nearest() =>
        NearestName.Of("perl5", ["perl4", "perl6"]).ShouldBe("perl4");

    [Fact]
    public void A_name_that_resembles_nothing_has_no_nearest() =>
        NearestName.Of("rust", ["busybox", "gcc", "zlib"]).ShouldBeNull();
}
