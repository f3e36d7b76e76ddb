using System.Text.Json;
using ImgRep.Engines;

namespace ImgRep.Tests.Engines;

/// <summary>What engines are given: within their limits, and harmless whatever the names say.</summary>
public class EngineScriptTests
{
    private static readonly JobCommand Command = new("imgrep", JobKind.Build, "registry.example.org/team", ["--authfile", "/it's $HOME/auth; true"])
    {
        Setup = "cd \"$TREE\" && : '${{ secrets.X }}'\n# second",
    };

    [Theory]
    [InlineData("a", "'a'")]
    [InlineData("", "''")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(reboot) `x` \\ \"\n*", "'$(reboot) `x` \\ \"\n*'")]
    public void A_word_means_nothing_to_a_shell(string word, string quoted) => ShellText.Quote(word).ShouldBe(quoted);

    [Fact]
    public void A_word_has_no_NUL() => Should.Throw<ArgumentException>(() => ShellText.Quote("a\0b"));

    [Theory]
    [InlineData("null")]
    [InlineData("1.10")]
    [InlineData("a: b # c\n\t\"\\\u0085\u2028\ud83d\ude00{{}}[]&*!|>%@`")]
    public void A_scalar_of_YAML_is_one_of_JSON(string text)
    {
        var quoted = YamlText.Quote(text);
        quoted.ShouldAllBe(unit => unit >= ' ' && unit <= '~');
        JsonSerializer.Deserialize<string>(quoted).ShouldBe(text);
    }

    [Fact]
    public void A_job_of_GitLab_needs_at_most_fifty_and_all_that_it_needs_is_gathered()
    {
        var lines = GitLabPipeline.Print(Plan(300), Command, null).ToList();
        var needs = lines.Where(line => line.StartsWith("  needs:", StringComparison.Ordinal)).Select(line => line.Split("{job: ").Length - 1).ToList();
        needs.Max().ShouldBeLessThanOrEqualTo(50);
        lines.ShouldContain(line => line.Contains("gather 1.2", StringComparison.Ordinal));
        // Each name that is needed is that of a job before.
        var names = new HashSet<string>();
        foreach (var line in lines)
        {
            foreach (var need in line.StartsWith("  needs:", StringComparison.Ordinal) ? line.Split("{job: ").Skip(1).Select(part => part.Split(", artifacts")[0]) : [])
                names.ShouldContain(need);
            if (line.StartsWith('"'))
                names.Add(line[..^1]).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_matrix_of_GitHub_has_at_most_256_jobs()
    {
        var lines = GitHubWorkflow.Print(Plan(3_000), Command, null).ToList();
        var matrices = lines.Select((line, index) => (line, index)).Where(pair => pair.line == "        include:").Select(pair => pair.index).ToList();
        matrices.Count.ShouldBeGreaterThan(3);
        foreach (var start in matrices)
            lines.Skip(start + 1).TakeWhile(line => line.StartsWith("          - {number:", StringComparison.Ordinal)).Count().ShouldBeInRange(1, 256);
        lines.ShouldContain(line => line.Contains("${{ '${{' }} secrets.X }}", StringComparison.Ordinal));
        // One shell runs both.
        lines.ShouldContain(line => line.StartsWith("      - run: \"cd ", StringComparison.Ordinal)
            && line.EndsWith("# second\\u000a${{ matrix.run }}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Kubernetes_begins_what_needs_nothing_and_expands_nothing_of_a_command()
    {
        var lines = KubernetesJobs.Print(Plan(30), Command, "registry.example.org/imgrep@sha256:0").ToList();
        lines.Count(line => line == "  suspend: false").ShouldBe(Plan(30).Jobs.Count(job => job.Needs.IsEmpty));
        lines.Where(line => line.StartsWith("          command:", StringComparison.Ordinal)).Select(line => line.Replace("$$", "", StringComparison.Ordinal))
            .ShouldAllBe(line => !line.Contains('$', StringComparison.Ordinal));
        lines.Where(line => line.StartsWith("  name:", StringComparison.Ordinal)).ShouldAllBe(line => line.Length < 63);
        // All that a plan makes is deleted by its label.
        lines.Count(line => line.Contains("imgrep-run: imgrep-", StringComparison.Ordinal)).ShouldBe(3 + Plan(30).Jobs.Length);
    }

    [Fact]
    public void A_job_of_Kubernetes_on_which_thousands_rest_has_no_word_that_is_too_long()
    {
        var jobs = Enumerable.Range(1, 10_000).Select(number =>
            new EngineJob(number, [], number == 1 ? [] : [1], new ExpectedCost(TimeSpan.FromSeconds(1), 1, 1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        var first = KubernetesJobs.Print(new EnginePlan([.. jobs], default, default), Command, "x").First(line => line.StartsWith("          command:", StringComparison.Ordinal));
        first.Split("\", \"").Length.ShouldBeGreaterThan(10_000);
        first.Split("\", \"").Max(word => word.Length).ShouldBeLessThan(128 * 1024);
    }

    [Fact]
    public void The_same_plan_is_the_same_text()
    {
        SlurmScript.Print(Plan(300), Command).ShouldBe(SlurmScript.Print(Plan(300), Command));
        SlurmScript.Print(Plan(30), Command).ShouldContain(line => line.StartsWith("    submit ", StringComparison.Ordinal) && line.Contains("'null'", StringComparison.Ordinal));
    }

    [Fact]
    public void Steps_are_brought_by_builds_that_are_to_bring_them()
    {
        var job = Plan(3).Jobs.First(job => !job.IsFetch);
        (Command with { PushesSteps = true }).WordsOf(job)[^1].ShouldBe("--push-steps");
        Command.WordsOf(job).ShouldNotContain("--push-steps");
        (Command with { PushesSteps = true, Kind = JobKind.Reproduce }).WordsOf(job).ShouldNotContain("--push-steps");
    }

    [Theory]
    [InlineData(59, 0, false)]
    [InlineData(60, 0, true)]
    [InlineData(60, 1_500_000_000, true)]
    [InlineData(60, 1_600_000_000, false)]
    [InlineData(3600, 60_000_000_000, true)]
    public void A_step_is_worth_its_way_if_that_is_shorter_than_to_run_it_again(int seconds, long bytes, bool isWorth) =>
        StepTransfer.IsWorth(TimeSpan.FromSeconds(seconds), bytes, StepTransfer.Least).ShouldBe(isWorth);

    [Fact]
    public void Nothing_to_do_is_said_in_every_language()
    {
        SlurmScript.Print(Plan(0), Command).ShouldContain("count=0");
        GitLabPipeline.Print(Plan(0), Command, null).ShouldContain("\"nothing is missing\":");
        GitHubWorkflow.Print(Plan(0), Command, null).ShouldContain("  nothing-is-missing:");
        KubernetesJobs.Print(Plan(0), Command, "x").ShouldContain("# nothing is missing");
    }

    private static EnginePlan Plan(int count) => EnginePlan.Create(Trees.Random(count), Overhead.Default);
}
