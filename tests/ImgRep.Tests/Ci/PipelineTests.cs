using System.Text.RegularExpressions;
using ImgRep.Primitives;
using ImgRep.Trust.Yaml;

namespace ImgRep.Tests.Ci;

/// <summary>The pipelines in <c>docs/ci/</c>: short, and nothing happens in them that <c>imgrep ci</c> could do.</summary>
public partial class PipelineTests
{
    /// <summary>What stands around it: what is needed, the key, and where the signatures go.</summary>
    private static readonly string[] Around = ["apt-get ", "tools/install-needed ci", "printf ", "gpg --batch --import", "mkdir -p signatures && git add signatures", "git "];

    private static IEnumerable<string> Names => Directory.GetFiles(ProjectFolder.PathOf("docs/ci")).Select(file => Path.GetFileName(file));

    public static TheoryData<string> Files => [.. Names];

    [Fact]
    public void There_is_one_for_each_service() => Names.Order(StringComparer.Ordinal).ShouldBe(["forgejo.yml", "github.yml", "gitlab-ci.yml"]);

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_read_alike_by_every_reader_and_calls_only_imgrep_ci(string file)
    {
        var commands = Values(Read(file), "run", "script", "after_script").ToList();
        commands.Where(command => command.Contains("imgrep", StringComparison.Ordinal)).ShouldBe(["./imgrep ci"]);
        commands.Where(command => command != "./imgrep ci").ShouldAllBe(command => Around.Any(start => command.StartsWith(start, StringComparison.Ordinal)));
        commands.FindIndex(command => command.Contains("gpg --batch --import", StringComparison.Ordinal)).ShouldBeLessThan(commands.IndexOf("./imgrep ci"));
        File.ReadAllLines(ProjectFolder.PathOf($"docs/ci/{file}")).Length.ShouldBeLessThan(50);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_it_takes_from_others_is_pinned_here_or_by_the_reader(string file)
    {
        var pipeline = Read(file);
        Values(pipeline, "uses").ShouldAllBe(action => Pinned().IsMatch(action));
        Values(pipeline, "image").ShouldHaveSingleItem().ShouldMatch(@"^(\$[A-Z_]+|\$\{\{ vars\.[A-Z_]+ \}\})$");
        File.ReadAllText(ProjectFolder.PathOf($"docs/ci/{file}")).ShouldContain("pinned by you as NAME@sha256:DIGEST");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_runs_for_the_protected_branch_alone(string file)
    {
        var pipeline = Read(file);
        var events = Values(pipeline, "if").Where(condition => condition.Contains("BRANCH", StringComparison.Ordinal)).Concat(Values(pipeline, "branches"));
        events.ShouldHaveSingleItem().ShouldBeOneOf("main", "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
        File.ReadAllText(ProjectFolder.PathOf($"docs/ci/{file}")).ShouldNotContain("pull_request");
    }

    /// <summary>It opens pull requests, so it has no key.</summary>
    [Fact]
    public void The_one_that_updates_is_pinned_and_has_no_key()
    {
        var pipeline = Read("update/github.yml");
        Values(pipeline, "uses").ShouldAllBe(action => Pinned().IsMatch(action));
        Values(pipeline, "run").Where(command => command.StartsWith("./imgrep ", StringComparison.Ordinal)).ShouldBe(
            ["./imgrep sources indices out/indices", "./imgrep update \"$NAME\" --indices out/indices --branch \"update-$NAME\" >out/update.txt"]);
        File.ReadAllText(ProjectFolder.PathOf("docs/ci/update/github.yml")).ShouldNotContain("secrets.");
    }

    private static YamlMapping Read(string file)
    {
        var diagnostics = new List<Diagnostic>();
        var pipeline = YamlParser.Parse(file, File.ReadAllText(ProjectFolder.PathOf($"docs/ci/{file}")), diagnostics);
        diagnostics.ShouldBeEmpty();
        return pipeline!;
    }

    /// <summary>The scalars at or in the lists at some keys, wherever these stand.</summary>
    private static IEnumerable<string> Values(YamlNode node, params string[] keys) => node switch
    {
        YamlMapping mapping => mapping.Members.SelectMany(member => keys.Contains(member.Key.Text) && member.Value is not YamlMapping ? Scalars(member.Value)
            : Values(member.Value, keys)),
        YamlSequence sequence => sequence.Items.SelectMany(item => Values(item, keys)),
        _ => [],
    };

    private static IEnumerable<string> Scalars(YamlNode node) => node is YamlSequence sequence ? sequence.Items.SelectMany(Scalars) : [((YamlScalar)node).Text];

    [GeneratedRegex("^[a-z-]+/[a-z-]+@[0-9a-f]{40}$")]
    private static partial Regex Pinned();
}
