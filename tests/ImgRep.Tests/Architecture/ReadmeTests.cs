using System.Text.RegularExpressions;

namespace ImgRep.Tests.Architecture;

public partial class ReadmeTests
{
    /// <summary>An example is what the pallet's test does, with the tags that Docker has images by, and without running it at the end.</summary>
    [Fact]
    public void The_examples_of_pallets_are_their_tests()
    {
        var readme = File.ReadAllText(Checkout.PathOf("README.md"));
        var pallets = Directory.GetDirectories(Checkout.PathOf("packages"), "pallet-*").Select(Path.GetFileName).ToList();
        pallets.ShouldNotBeEmpty();
        foreach (var pallet in pallets)
        {
            var lines = File.ReadAllLines(Checkout.PathOf($"tests/packages/{pallet}/Containerfile"));
            var example = lines.SkipLast(1).Select(line => $"    {Reference().Replace(line, match => $"{match}:{VersionOf(match.Groups[1].Value)}")}\n");
            readme.ShouldContain(string.Concat(example));
            lines[^1].ShouldBe(lines[^2].Replace("CMD", "RUN", StringComparison.Ordinal));
        }
    }

    private static string VersionOf(string package) =>
        File.ReadLines(Checkout.PathOf($"packages/{package}/Containerfile")).First()["ARG VERSION=".Length..];

    [GeneratedRegex("imgrep/([a-z-]+)")]
    private static partial Regex Reference();
}
