using System.Text.RegularExpressions;

namespace ImgRep.Tests.Architecture;

/// <summary>What the pages of documentation name is there.</summary>
public partial class PagesTests
{
    private static readonly List<string> Pages =
        [.. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md" }.Select(ProjectFolder.PathOf),
            .. Directory.EnumerateFiles(ProjectFolder.PathOf("docs"), "*.md", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(ProjectFolder.PathOf("bench"), "*.md")];

    /// <summary>Each claim of these pages names the test that holds it.</summary>
    [Theory]
    [InlineData("docs/sandbox.md", 15)]
    [InlineData("docs/threat-model.md", 30)]
    public void Every_test_that_a_page_names_is_there(string page, int least)
    {
        var tests = string.Concat(Directory.EnumerateFiles(ProjectFolder.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var named = Sentence().Matches(File.ReadAllText(ProjectFolder.PathOf(page))).Select(match => match.Groups[1].Value).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(least);
        named.Where(name => !tests.Contains($" {name}(", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading() =>
        Pages.SelectMany(page => Link().Matches(Text(page)).Select(match => match.Groups[1].Value)
                .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Leads(page, target))
                .Select(target => $"{page}: {target}"))
            .ShouldBeEmpty();

    [Fact]
    public void Every_command_that_is_named_is_one() =>
        Pages.SelectMany(page => Command().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value)
                .Where(name => !File.Exists(ProjectFolder.PathOf($"src/ImgRep.Cli/Commands/{char.ToUpperInvariant(name[0])}{name[1..]}Command.cs")))
                .Select(name => $"{page}: imgrep {name}"))
            .ShouldBeEmpty();

    /// <summary>The page without what is quoted: brackets there are none of a link.</summary>
    private static string Text(string page) => Quoted().Replace(File.ReadAllText(page), "");

    private static bool Leads(string page, string target)
    {
        var (file, heading) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var path = file.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, file));
        return heading is null ? Path.Exists(path) : File.ReadLines(path).Any(line => line.StartsWith('#') && Anchor(line) == heading);
    }

    /// <summary>A heading as forges name it.</summary>
    private static string Anchor(string heading) =>
        NoAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("`([A-Z][a-z]*(?:_[A-Za-z0-9]+){3,})`")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?:\./)?imgrep ([a-z]+)\b")]
    private static partial Regex Command();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
