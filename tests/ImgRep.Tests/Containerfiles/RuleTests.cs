using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks;
using ImgRep.Containerfiles.Checks.Commands;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Tests.Architecture;

namespace ImgRep.Tests.Containerfiles;

/// <summary>The catalogue of rules, the code that goes by them and their pages in <c>docs/rules</c> are the same three times.</summary>
public partial class RuleTests
{
    private static readonly string[] OfPackages =
        [Rules.LastStageBase.Name, Rules.LastStageRun.Name, Rules.MissingLabel.Name, Rules.Latest.Name, Rules.UnusedStage.Name, Rules.UnusedArgument.Name,
            Rules.Repack.Name];

    /// <summary>What the archive packed itself, as the page of that rule has it.</summary>
    private static readonly SourceTable Archive =
        SourceTable.Parse("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  trixie  hello  2.12+dfsg-1  hello_2.12+dfsg.orig.tar.gz  repack", "sources");

    private static IEnumerable<FieldInfo> Fields => typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static).Where(one => one.FieldType == typeof(Rule));

    public static TheoryData<string> Names => [.. Rules.All.Select(rule => rule.Name)];

    [Fact]
    public void Every_rule_is_in_the_list_once() =>
        Rules.All.Select(rule => rule.Name).ShouldBe(Fields.Select(one => ((Rule)one.GetValue(null)!).Name), ignoreOrder: true);

    [Fact]
    public void Every_rule_has_a_page_and_every_page_a_rule() =>
        Directory.GetFiles(ProjectFolder.PathOf("docs/rules")).Select(Path.GetFileNameWithoutExtension).Where(name => name != "README")
            .ShouldBe(Rules.All.Select(rule => rule.Name), ignoreOrder: true);

    [Fact]
    public void Every_rule_is_used_by_name_of_its_value()
    {
        var sources = SourceFile.All.Where(file => !file.Name.Contains("/Catalogue/", StringComparison.Ordinal)).ToList();
        var text = string.Concat(sources.Select(file => file.Text));
        Fields.Where(one => !Regex.IsMatch(text, $@"\bRules\.{one.Name}\b")).Select(one => one.Name).ShouldBeEmpty();
        sources.Where(file => file.Name.StartsWith("ImgRep/Containerfiles/", StringComparison.Ordinal) && file.Text.Contains("Diagnostic.Error(", StringComparison.Ordinal))
            .Select(file => file.Name).ShouldBeEmpty();
    }

    [Fact]
    public void The_list_of_the_pages_is_that_of_the_catalogue() =>
        Row().Matches(File.ReadAllText(ProjectFolder.PathOf("docs/rules/README.md"))).Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value))
            .ShouldBe(Rules.All.Select(rule => (rule.Name, rule.Severity == Severity.Error ? "error" : "warning", rule.Finds)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_shows_what_its_rule_finds_and_what_it_does_not(string name)
    {
        var rule = Rules.Find(name).ShouldNotBeNull();
        var page = File.ReadAllText(ProjectFolder.PathOf($"docs/rules/{name}.md"));
        page.ShouldStartWith($"# {name}\n\n{(rule.Severity == Severity.Error ? "An error" : "A warning")}. {rule.Finds}\n");
        var examples = Example().Matches(page).Select(match => match.Groups[1].Value).ToList();
        examples.Count.ShouldBe(2);
        var found = Check(name, examples[0]);
        found.Select(diagnostic => diagnostic.Rule.Name).Distinct().ShouldBe([name]);
        found.ShouldAllBe(diagnostic => diagnostic.Severity == rule.Severity);
        Check(name, examples[1]).ShouldBeEmpty();
    }

    private static List<Diagnostic> Check(string name, string text)
    {
        var isOfPackages = OfPackages.Contains(name);
        if (isOfPackages && name != Rules.MissingLabel.Name)
            text += "LABEL " + string.Join(' ', ((string[])["version", "licenses", "url", "description"]).Select(label => $"org.opencontainers.image.{label}=x")) + "\n";
        text = text.Replace("<65536 characters>", new string('x', 65536), StringComparison.Ordinal);
        var parts = text.Split("<byte E9>").Select(Encoding.UTF8.GetBytes).ToList();
        byte[] bytes = parts.Count == 1 ? parts[0] : [.. parts[0], 0xE9, .. parts[1]];
        var parsed = ContainerfileParser.Parse("Containerfile", bytes, ParseOptions.Default);
        List<Diagnostic> found = [.. parsed.Diagnostics];
        if (parsed.Containerfile is { } file)
            found.AddRange(isOfPackages ? PackageRules.Check(file, ParseOptions.Default, Archive) : RunWarnings.Check(file, ParseOptions.Default));
        return found;
    }

    [GeneratedRegex(@"```dockerfile\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| \[([a-z0-9-]+)\]\(\1\.md\) \| (error|warning) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
