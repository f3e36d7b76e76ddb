using ImgRep.Packages;

namespace ImgRep.Tests.Packages;

public class ImageNameTests
{
    [Theory]
    [InlineData("example.org/team/imgrep/zlib", "zlib")]
    [InlineData("example.org/team/imgrep/zlib:1.3.1", "zlib")]
    [InlineData("example.org/team/imgrep/zlib@sha256:91da", "zlib")]
    [InlineData("example.org/team/imgrep/zlib:1@sha256:91da", "zlib")]
    [InlineData("example.org/team/imgrep/", null)]
    [InlineData("example.org/team/imgrep/../zlib", null)]
    [InlineData("example.org/team/imgrep/a/zlib", null)]
    [InlineData("example.org/team/imgrep/Zlib", null)]
    [InlineData("example.org/imgrep/zlib", null)]
    [InlineData("example.org/team2/imgrep/zlib", null)]
    [InlineData("evil.org/example.org/team/imgrep/zlib", null)]
    [InlineData("example.org/teamimgrep/zlib", null)]
    [InlineData("", null)]
    public void An_image_is_a_package_only_right_below_the_registry(string name, string? package) =>
        (ImageName.PackageOf(name, "example.org/team")?.ToString()).ShouldBe(package);
}
