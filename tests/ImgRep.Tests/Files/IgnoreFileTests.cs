using System.Text;
using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Tests.Files;

public class IgnoreFileTests
{
    private static IgnoreFile Parse(string text) => IgnoreFile.Parse(Encoding.UTF8.GetBytes(text), ".containerignore");

    [Fact]
    public void A_byte_order_mark_and_carriage_returns_mean_nothing()
    {
        var ignore = Parse("\uFEFFfirst\r\nsecond\r\n");
        ignore.Excludes("first").ShouldBeTrue();
        ignore.Excludes("second").ShouldBeTrue();
        ignore.Excludes("third").ShouldBeFalse();
    }

    [Fact]
    public void A_slash_before_or_behind_a_path_means_nothing() => Parse("/a/b/\n! /a/b/c").Excludes("a/b/d").ShouldBeTrue();

    [Fact]
    public void Spaces_behind_an_exclamation_mark_mean_nothing() => Parse("a\n! /a/b").Excludes("a/b").ShouldBeFalse();

    [Fact]
    public void A_number_sign_inside_a_line_is_a_name() => Parse(" #a").Excludes("#a").ShouldBeTrue();

    [Fact]
    public void An_empty_file_excludes_nothing() => Parse("\n\n# nothing\n").Excludes("a").ShouldBeFalse();

    [Fact]
    public void Every_malformed_line_is_named() =>
        Should.Throw<RejectedInputException>(() => Parse("ok\n[\n!\n[b-a]")).Diagnostics.Select(diagnostic => $"{diagnostic.Span}: {diagnostic.Message}")
            .ShouldBe([
                ".containerignore:2:1: syntax error in pattern '['",
                ".containerignore:3:1: illegal exclusion pattern '!'",
                ".containerignore:4:1: syntax error in pattern '[b-a]'",
            ]);
}
