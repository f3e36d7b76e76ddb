using System.Text;
using System.Text.RegularExpressions;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Checks.Commands;
using ImgRep.Containerfiles.Parsing;

namespace ImgRep.Tests.Containerfiles.Commands;

/// <summary>The table of <c>docs/check.md</c> says what the rules say.</summary>
public partial class DocumentationTests
{
    public static TheoryData<string, string> Warned => Data(Commands(column: 2));

    public static TheoryData<string, string> Instead => Data(Commands(column: 3).Where(row => char.IsAsciiLetterLower(row.Command[0])));

    [Theory]
    [MemberData(nameof(Warned))]
    public void What_is_warned_of_is_by_that_rule(string rule, string command) => RulesOf(command).ShouldBe([rule]);

    [Theory]
    [MemberData(nameof(Instead))]
    public void What_to_write_instead_is_not_warned_of(string rule, string command) => RulesOf(command).ShouldBeEmpty(rule);

    private static IEnumerable<(string Rule, string Command)> Commands(int column)
    {
        foreach (var cells in File.ReadLines(ProjectFolder.PathOf("docs/check.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(Cells))
        {
            foreach (Match code in Code().Matches(cells[column]))
                yield return (cells[1].Trim(' ', '`'), code.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal));
        }
    }

    private static TheoryData<string, string> Data(IEnumerable<(string Rule, string Command)> rows)
    {
        var data = new TheoryData<string, string>();
        foreach (var (rule, command) in rows)
            data.Add(rule, command);
        return data;
    }

    private static string[] Cells(string line) => CellBorder().Split(line);

    private static IEnumerable<string> RulesOf(string command) =>
        RunWarnings.Check(ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes($"FROM imgrep/gcc\nRUN {command}\n"),
            ParseOptions.Default).Containerfile.ShouldNotBeNull(), ParseOptions.Default)
            .Select(diagnostic => diagnostic.Rule.Name);

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
