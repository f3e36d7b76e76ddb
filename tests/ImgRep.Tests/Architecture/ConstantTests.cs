using System.Text.RegularExpressions;

namespace ImgRep.Tests.Architecture;

public class ConstantTests
{
    /// <summary>What is promised to users once is written once.</summary>
    [Theory]
    [InlineData("\"/usr/local/sbin:")]
    [InlineData("\\$?\"imgrep/(\"|\\{)")]
    public void A_constant_of_the_language_is_written_once(string pattern) =>
        SourceFile.All.SelectMany(file => Regex.Matches(file.Text, pattern).Select(_ => file.Name)).ShouldHaveSingleItem();

    [Fact]
    public void One_place_turns_an_instruction_into_a_copy() =>
        SourceFile.All.Where(file => file.Text.Contains("CopyRequest.DestinationIn", StringComparison.Ordinal) && file.Text.Contains("Exclude = ", StringComparison.Ordinal)
            || file.Text.Contains("new CopyRequest", StringComparison.Ordinal)).Select(file => file.Name).ShouldBe(["ImgRep/Building/TransferRequest.cs"]);

    /// <summary>What one caller leaves behind, another finds: the core keeps nothing between calls.</summary>
    [Fact]
    public void The_core_has_no_static_state()
    {
        var mutable = new Regex(@"^\s+(?:private|internal|public) static (?!readonly\b|partial\b)(?:volatile )?[\w<>\[\]?,. ]+ \w+( = [^>]|;)", RegexOptions.Multiline);
        mutable.IsMatch("    private static volatile Cached? last;\n").ShouldBeTrue();
        SourceFile.All.Where(file => file.Project == "ImgRep")
            .SelectMany(file => mutable.Matches(file.Text).Select(match => $"{file.Name} has {match.Value.Trim()}")).ShouldBeEmpty();
    }
}
