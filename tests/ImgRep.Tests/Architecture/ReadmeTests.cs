using System.Text.RegularExpressions;

namespace ImgRep.Tests.Architecture;

public partial class ReadmeTests
{
    private const string Mark = "# As README has it.";

    /// <summary>An example is what the pallet's test does, with the tags that Docker has images by, and without running it at the end. What the
    /// test does beside it stands before the mark and after the run.</summary>
    [Fact]
    public void The_examples_of_pallets_are_their_tests()
    {
        var readme = File.ReadAllText(ProjectFolder.PathOf("README.md"));
        var pallets = Directory.GetDirectories(ProjectFolder.PathOf("packages"), "pallet-*").Select(Path.GetFileName).ToList();
        pallets.ShouldNotBeEmpty();
        foreach (var pallet in pallets)
        {
            var test = File.ReadAllLines(ProjectFolder.PathOf($"tests/packages/{pallet}/Containerfile"));
            var first = Array.IndexOf(test, Mark) + 1;
            var lines = test[first..(Array.FindIndex(test, first, line => line.StartsWith("CMD", StringComparison.Ordinal)) + 2)];
            var example = lines.SkipLast(1).Select(line => $"    {Reference().Replace(line, match => $"{match}:{VersionOf(match.Groups[1].Value)}")}\n");
            readme.ShouldContain(string.Concat(example));
            lines[^1].ShouldBe(lines[^2].Replace("CMD", "RUN", StringComparison.Ordinal));
        }
    }

    private static string VersionOf(string package) =>
        File.ReadLines(ProjectFolder.PathOf($"packages/{package}/Containerfile")).First()["ARG VERSION=".Length..];

    [GeneratedRegex("imgrep/([a-z-]+)")]
    private static partial Regex Reference();
}
