using ImgRep.Packages;

namespace ImgRep.Tests.Packages;

public class PackageNameTests
{
    [Theory]
    [InlineData("gcc")]
    [InlineData("7zip")]
    [InlineData("linux-headers")]
    [InlineData("a--b")]
    [InlineData("python3.12")]
    [InlineData("x86_64__tools")]
    public void A_component_of_a_repository_is_a_name(string text) =>
        PackageName.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("GCC")]
    [InlineData("-gcc")]
    [InlineData("gcc-")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("a._b")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("gcc\n")]
    [InlineData("größe")]
    [InlineData("c++")]
    public void Anything_else_is_none(string text) =>
        PackageName.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_name_is_as_long_as_a_repository_allows()
    {
        PackageName.TryParse(new string('a', 248), out _).ShouldBeTrue();
        PackageName.TryParse(new string('a', 249), out _).ShouldBeFalse();
    }

    [Fact]
    public void Names_are_ordered_by_their_bytes() =>
        new[] { "b", "a.b", "a-b", "a", "ab" }.Select(PackageName.Parse).Order().Select(name => name.ToString())
            .ShouldBe(["a", "a-b", "a.b", "ab", "b"]);
}
