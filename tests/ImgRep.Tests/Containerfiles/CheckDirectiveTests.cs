using System.Text;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Checks;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Sources;

namespace ImgRep.Tests.Containerfiles;

public class CheckDirectiveTests
{
    private const string Text = "FROM imgrep/gcc AS build\nRUN date >/built\nRUN uuidgen >/id\nFROM scratch\nLABEL a=$B\nCOPY --from=build /id /\n";

    [Fact]
    public void A_file_leaves_out_the_warnings_that_it_names()
    {
        RulesOf(Text).ShouldBe(["clock", "random", "undefined-variable"]);
        RulesOf("# check=skip=clock\n" + Text).ShouldBe(["random", "undefined-variable"]);
        RulesOf("# check=skip=clock, random\n" + Text).ShouldBe(["undefined-variable"]);
        RulesOf("# check=skip=all\n" + Text).ShouldBeEmpty();
        RulesOf("# check=skip=undefined-variable;error=false\n" + Text).ShouldBe(["clock", "random"]);
    }

    [Fact]
    public void A_file_that_asks_for_errors_is_refused_for_its_warnings()
    {
        Messages("# check=error=true\n" + Text).ShouldStartWith("Containerfile:6:9: error: the variable 'B' has no value here");
        RulesOf("# check=error=true;skip=undefined-variable\n" + Text).ShouldBe(["clock", "random"]);
        Messages("# check=error=true;skip=undefined-variable\n" + Text).ShouldNotContain("warning");
        Messages("# check=skip=all;error=true\n" + Text).ShouldBeEmpty();
    }

    [Fact]
    public void Errors_stay() =>
        RulesOf("# check=skip=all\nFROM debian\n").ShouldBe(["unpinned-image"]);

    [Theory]
    [InlineData("skip=undefined-variabel", "1:14: warning: there is no rule 'undefined-variabel' (did you mean undefined-variable?)")]
    [InlineData("skip=clock,unpinned-image", "1:20: warning: 'unpinned-image' is an error: it cannot be left out (mend what it finds)")]
    [InlineData("skip=xxxxxxxxxxxxx", "1:14: warning: there is no rule 'xxxxxxxxxxxxx' (docs/rules has their names)")]
    [InlineData("skip=xxxxxxxxxxxxx;error=true", "1:14: error: there is no rule 'xxxxxxxxxxxxx' (docs/rules has their names)")]
    [InlineData("skip", "1:9: error: the option 'skip' has no value (write skip=RULE,RULE, skip=all or error=true)")]
    [InlineData("error=yes", "1:9: error: the option 'error' cannot be 'yes' (write skip=RULE,RULE, skip=all or error=true)")]
    [InlineData("skip=all;warn=1", "1:18: error: the check directive has no option 'warn' (write skip=RULE,RULE, skip=all or error=true)")]
    public void What_is_wrong_with_the_directive_itself_is_said(string directive, string expected) =>
        Messages($"# check={directive}\nFROM scratch\n").ShouldBe("Containerfile:" + expected);

    [Theory]
    [InlineData("skip=JSONArgsRecommended,StageNameCasing")]
    [InlineData("skip=all;experimental=all")]
    public void What_BuildKit_has_of_its_own_is_passed_over(string directive) =>
        Messages($"# check={directive}\nFROM scratch\n").ShouldBeEmpty();

    [Fact]
    public void A_package_may_leave_out_its_warnings_too()
    {
        PackageRulesOf("FROM scratch AS x\nFROM scratch\n").ShouldContain("unused-stage");
        PackageRulesOf("# check=skip=unused-stage\nFROM scratch AS x\nFROM scratch\n").ShouldNotContain("unused-stage");
        PackageRulesOf("# check=skip=all\nFROM imgrep/gcc\n").ShouldBe(["last-stage-base"]);
    }

    private static IEnumerable<string> PackageRulesOf(string text) =>
        PackageRules.Check(Parse(text).Containerfile.ShouldNotBeNull(), ParseOptions.Default, SourceTable.Empty).Select(diagnostic => diagnostic.Rule.Name);

    private static string[] RulesOf(string text) => [.. Check(text).Select(diagnostic => diagnostic.Rule.Name).Order(StringComparer.Ordinal)];

    private static string Messages(string text) => string.Join('\n', Check(text));

    private static List<ImgRep.Primitives.Diagnostic> Check(string text)
    {
        var parsed = Parse(text);
        return [.. parsed.Diagnostics, .. parsed.Containerfile is { } file ? ImgRep.Containerfiles.Checks.Commands.RunWarnings.Check(file, ParseOptions.Default) : []];
    }

    private static ParseResult Parse(string text) => ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), ParseOptions.Default);
}
