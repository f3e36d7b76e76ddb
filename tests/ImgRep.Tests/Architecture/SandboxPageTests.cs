using System.Text.RegularExpressions;

namespace ImgRep.Tests.Architecture;

public partial class SandboxPageTests
{
    /// <summary>Each claim of the page names the test that holds it.</summary>
    [Fact]
    public void Every_test_that_the_page_on_the_sandbox_names_is_there()
    {
        var tests = string.Concat(Directory.EnumerateFiles(ProjectFolder.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var named = Sentence().Matches(File.ReadAllText(ProjectFolder.PathOf("docs/sandbox.md"))).Select(match => match.Groups[1].Value).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(15);
        named.Where(name => !tests.Contains($" {name}(", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex("`([A-Z][a-z]*(?:_[A-Za-z]+){3,})`")]
    private static partial Regex Sentence();
}
