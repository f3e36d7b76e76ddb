using System.Text.RegularExpressions;

namespace ImgRep.Tests.Architecture;

public partial class ReadmeTests
{
    private const string Mark = "# As docs/pallets.md has it.";

    private static readonly string Readme = File.ReadAllText(ProjectFolder.PathOf("README.md"));

    private static readonly string[] Committed = File.ReadAllLines(ProjectFolder.PathOf("digests"));

    /// <summary>An example is what the pallet's test does, with the tags that Docker has images by, and without running it at the end. What the
    /// test does beside it stands before the mark and after the run.</summary>
    [Fact]
    public void The_examples_of_pallets_are_their_tests()
    {
        var page = File.ReadAllText(ProjectFolder.PathOf("docs/pallets.md"));
        var examples = new List<string>();
        foreach (var pallet in Directory.GetDirectories(ProjectFolder.PathOf("packages"), "pallet-*").Select(Path.GetFileName))
        {
            var test = File.ReadAllLines(ProjectFolder.PathOf($"tests/packages/{pallet}/Containerfile"));
            var first = Array.IndexOf(test, Mark) + 1;
            var lines = test[first..(Array.FindIndex(test, first, line => line.StartsWith("CMD", StringComparison.Ordinal)) + 2)];
            examples.Add(string.Concat(lines.SkipLast(1).Select(line => $"    {Reference().Replace(line, match => $"{match}:{VersionOf(match.Groups[1].Value)}")}\n")));
            page.ShouldContain(examples[^1]);
            lines[^1].ShouldBe(lines[^2].Replace("CMD", "RUN", StringComparison.Ordinal));
        }
        examples.Count(Readme.Contains).ShouldBe(1);
    }

    /// <summary>Whoever repeats the transcript gets these digests, or the page is wrong.</summary>
    [Fact]
    public void Every_digest_of_the_transcript_is_committed()
    {
        var lines = Readme.Split('\n').Select(line => Digest().Match(line)).Where(match => match.Success).ToList();
        lines.Count.ShouldBeGreaterThan(5);
        foreach (var line in lines)
            Committed.ShouldContain($"{line.Groups["hex"].Value}  {line.Groups["route"].Value}{line.Groups["package"].Value}");
    }

    /// <summary>The columns of peers are in seconds; <c>bench/run</c> writes the same ones.</summary>
    [Fact]
    public void Every_figure_on_speed_stands_in_the_results()
    {
        var results = File.ReadAllText(ProjectFolder.PathOf("bench/RESULTS.md"));
        var rows = Seconds().Matches(Readme);
        rows.Count.ShouldBeGreaterThan(2);
        foreach (Match row in rows)
            results.ShouldContain(row.Value);
    }

    [Fact]
    public void The_status_names_and_counts_the_sources_that_are_repacks()
    {
        var used = UsedSources.OfPackages.Values.SelectMany(sources => sources).Distinct().ToList();
        var repacks = used.Where(UsedSources.IsRepack).ToList();
        var status = Readme[Readme.IndexOf("## Status", StringComparison.Ordinal)..Readme.IndexOf("## Compared", StringComparison.Ordinal)];
        repacks.ShouldNotBeEmpty();
        repacks.Select(source => Short(UsedSources.Table.Find(source)!.Package)).Where(name => !status.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
        status.ShouldContain($"**{repacks.Count} of {used.Count} source archives are Debian's repacks**");
    }

    [Fact]
    public void The_status_counts_the_sources_that_have_upstreams_signature()
    {
        var signed = UsedSources.OfPackages.Values.SelectMany(sources => sources).Distinct()
            .Count(source => File.Exists(ProjectFolder.PathOf($"signatures/upstream/{source.Hex}.asc")));
        Readme.ShouldContain($"**{signed} of the others have upstream's signature**");
        File.ReadAllText(ProjectFolder.PathOf("docs/formats/upstreams.md")).ShouldContain("signatures/upstream/HEX.asc");
    }

    [Fact]
    public void The_state_of_the_tree_counts_the_repacks_of_each_package()
    {
        var page = File.ReadAllText(ProjectFolder.PathOf("docs/tree-status.md"));
        foreach (var (package, sources) in UsedSources.OfPackages)
        {
            var column = sources.Count == 0 ? "no source" : $"{sources.Count(UsedSources.IsRepack)} of {sources.Count}";
            page.Split('\n').ShouldContain(
                line => line.StartsWith($"| {package} | ", StringComparison.Ordinal) && line.EndsWith($" | {column} |", StringComparison.Ordinal), package);
        }
        var used = UsedSources.OfPackages.Values.SelectMany(sources => sources).Distinct().ToList();
        page.ShouldContain($"{used.Count(UsedSources.IsRepack)} of {used.Count} archives are\nrepacks, and "
            + $"{UsedSources.OfPackages.Values.Count(sources => sources.Any(UsedSources.IsRepack))} of {UsedSources.OfPackages.Count} packages use one");
    }

    /// <summary>Once somebody has, the page says who.</summary>
    [Fact]
    public void The_status_says_that_nobody_has_signed_for_as_long_as_there_are_no_keys() =>
        Readme.Contains("**Nobody has signed yet.**", StringComparison.Ordinal).ShouldBe(!File.Exists(ProjectFolder.PathOf("keys/people.yaml")));

    /// <summary>A source package of the distribution as the page calls it: <c>llvm-toolchain-19</c> is llvm 19, <c>gcc-14</c> is gcc.</summary>
    private static string Short(string source) =>
        source.StartsWith("llvm-toolchain-", StringComparison.Ordinal) ? source.Replace("-toolchain-", " ", StringComparison.Ordinal) : source.Split('-')[0];

    private static string VersionOf(string package) =>
        File.ReadLines(ProjectFolder.PathOf($"packages/{package}/Containerfile")).First()["ARG VERSION=".Length..];

    [GeneratedRegex("imgrep/([a-z-]+)")]
    private static partial Regex Reference();

    [GeneratedRegex("^((?<route>[a-z0-9-]+)(\\.[a-z0-9-]+)?: .*sha256:(?<hex>[0-9a-f]{64})$|(?<hex>[0-9a-f]{64})  (?<package>[a-z0-9-]+))")]
    private static partial Regex Digest();

    [GeneratedRegex(@"(?m)\| [0-9.]+ \| [0-9.]+ \| [0-9.]+ \|$")]
    private static partial Regex Seconds();
}
