using System.Text;
using ImgRep.Files.Patterns;

namespace ImgRep.Tests.Files;

public class GlobTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("*", "", true)]
    [InlineData("*", "abc", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("a*/b", "a/c/b", false)]
    [InlineData("a*b*c", "axxbxxc", true)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzx", true)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzy", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a?c", "aöc", true)]
    [InlineData("ab[b-d]", "abc", true)]
    [InlineData("ab[e-g]", "abc", false)]
    [InlineData("ab[^c]", "abc", false)]
    [InlineData("ab[^e-g]", "abc", true)]
    [InlineData("a[!b]", "a!", true)]
    [InlineData("a[!b]", "ac", false)]
    [InlineData("a[^b]c", "a/c", true)]
    [InlineData("a[ö]b", "aöb", true)]
    [InlineData("a\\*b", "a*b", true)]
    [InlineData("a\\*b", "axb", false)]
    [InlineData("[\\]a]", "]", true)]
    [InlineData("[\\-x]", "-", true)]
    [InlineData("[x\\-]", "-", true)]
    [InlineData("]", "]", true)]
    public void A_path_matches_as_in_Go(string pattern, string path, bool expected) =>
        Glob.Parse(pattern).IsMatch(path).ShouldBe(expected);

    [Theory]
    [InlineData("[")]
    [InlineData("[]a]")]
    [InlineData("[-]")]
    [InlineData("[x-]")]
    [InlineData("[-x]")]
    [InlineData("[a-b-c]")]
    [InlineData("[^]")]
    [InlineData("[^bc")]
    [InlineData("[c-a]")]
    [InlineData("a[")]
    [InlineData("a\\")]
    [InlineData("[a\\")]
    public void A_malformed_pattern_is_named(string pattern) =>
        Should.Throw<FormatException>(() => Glob.Parse(pattern)).Message.ShouldBe($"syntax error in pattern '{pattern}'");

    [Fact]
    public void A_byte_that_is_not_UTF8_is_one_character() => Glob.Parse("a??b").IsMatch([.. "a"u8, 0xE2, 0x82, .. "b"u8]).ShouldBeTrue();

    [Fact]
    public void Many_stars_do_not_take_forever() =>
        Glob.Parse(string.Concat(Enumerable.Repeat("a*", 200)) + "b").IsMatch(new string('a', 4000)).ShouldBeFalse();

    [Theory]
    [InlineData("a*", true)]
    [InlineData("a\\*", false)]
    [InlineData("a\\\\*", true)]
    [InlineData("a[", true)]
    [InlineData("a]", false)]
    public void A_wildcard_is_seen_behind_escapes(string path, bool expected) => Glob.IsPattern(path).ShouldBe(expected);

    [Theory]
    [InlineData("a", "a/b/c", true)]
    [InlineData("**", "a/b", true)]
    [InlineData("**/c", "c", true)]
    [InlineData("**/c", "a/b/c", true)]
    [InlineData("**/c", "a/bc", false)]
    [InlineData("a/**/c", "a/c", true)]
    [InlineData("a/**/c", "a/x/y/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**", "a/x/y", true)]
    [InlineData("**bc", "a/bbc", true)]
    [InlineData("**b*", "a/xb", false)]
    [InlineData("/a/", "a", false)]
    [InlineData("a/../b", "b", true)]
    [InlineData("*/b", "a/b/c/d", true)]
    [InlineData("$a", "$a", true)]
    public void A_pattern_of_a_set_matches_what_is_below_too(string pattern, string path, bool expected) =>
        PatternSet.Parse([pattern]).IsMatch(path).ShouldBe(expected);

    [Fact]
    public void An_exception_counts_only_where_something_matched_before() =>
        PatternSet.Parse(["*/b", "!a"]).IsMatch("a/b").ShouldBeTrue();

    [Theory]
    [InlineData("a", "*", true)]
    [InlineData("a", "*,!b/c", true)]
    [InlineData("a", "*,!a/c", false)]
    [InlineData("a", "*,!**/c", false)]
    [InlineData("a", "*,!ab", true)]
    [InlineData("a", "b", false)]
    public void A_folder_is_covered_if_nothing_below_can_be_taken_back(string folder, string patterns, bool expected)
    {
        var set = PatternSet.Parse(patterns.Split(','));
        set.CoversAllBelow(Encoding.UTF8.GetBytes(folder), set.Match(Encoding.UTF8.GetBytes(folder), null)).ShouldBe(expected);
    }
}
