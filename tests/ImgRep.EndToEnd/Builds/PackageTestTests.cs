using System.Text.Json;

namespace ImgRep.EndToEnd.Builds;

/// <summary>Tests of packages, <c>tests/packages/NAME</c>.</summary>
public sealed class PackageTestTests
{
    private static SmallTree Tree()
    {
        var tree = new SmallTree()
            .With("tool", "FROM imgrep/base AS build\nRUN mkdir -p /rootfs/bin && echo 'echo hello' >/rootfs/bin/tool\nFROM scratch\nCOPY --from=build /rootfs /\n");
        tree.Write("tests/packages/tool/Containerfile", "FROM imgrep/base\nCOPY --from=imgrep/tool / /\nCOPY expected /\nRUN test \"$(sh /bin/tool)\" = \"$(cat /expected)\"\n");
        tree.Write("tests/packages/tool/expected", "hello\n");
        return tree;
    }

    [Needs("bwrap")]
    public void A_test_that_passes_is_run_once_and_leaves_nothing_in_out()
    {
        using var tree = Tree();
        var first = tree.Run("test");
        first.ShouldSatisfyAllConditions(() => first.ExitCode.ShouldBe(0, first.ToString()), () => first.Output.ShouldBe("passed  tool.test\n"));
        first.Errors.ShouldContain("tool.test: 3/3 RUN");
        first.Errors.ShouldContain("base: warning: has no test");
        Directory.EnumerateFiles(Path.Combine(tree.Root, "out"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["base.log", "tool.log"]);
        tree.Run("test", "tool").ShouldBe(new Outcome(0, "passed  tool.test\n", ""));
        tree.Run("test", "tool", "--no-cache").Errors.ShouldContain("tool.test: 3/3 RUN");
    }

    [Needs("bwrap")]
    public void A_test_that_fails_ends_with_3_and_the_end_of_what_it_printed_while_others_go_on()
    {
        using var tree = Tree();
        tree.Write("tests/packages/base/Containerfile", "FROM imgrep/base\nRUN echo about to fail; false\n");
        var outcome = tree.Run("test", "--json");
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("    about to fail\nbase.test: error: tests/packages/base/Containerfile:2:1: RUN echo about to fail; false ended with exit code 1");
        JsonDocument.Parse(outcome.Output).RootElement.GetProperty("tests").EnumerateArray()
            .Select(test => $"{test.GetProperty("package")} {test.GetProperty("passed")}").ShouldBe(["base False", "tool True"]);
        tree.Run("test", "base").ExitCode.ShouldBe(3);
    }

    [Needs("bwrap")]
    public void A_test_runs_again_when_the_package_changes()
    {
        using var tree = Tree();
        tree.Run("test", "tool").ExitCode.ShouldBe(0);
        tree.With("tool", "FROM imgrep/base AS build\nRUN mkdir -p /rootfs/bin && echo 'echo bye' >/rootfs/bin/tool\nFROM scratch\nCOPY --from=build /rootfs /\n");
        tree.Run("test", "tool").ExitCode.ShouldBe(3);
    }

    [Needs("bwrap")]
    public void Tests_of_upstream_are_run_when_they_are_asked_for()
    {
        using var tree = Tree();
        tree.Write("tests/packages/tool/Containerfile.upstream", "FROM imgrep/base\nCOPY --from=imgrep/tool / /\nRUN false\n");
        tree.Run("test", "tool").ExitCode.ShouldBe(0);
        var outcome = tree.Run("test", "tool", "--upstream");
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Output.ShouldBe("passed  tool.test\nfailed  tool.upstream\n");
    }

    [Needs("bwrap")]
    public void A_stage_that_would_not_be_run_is_refused()
    {
        using var tree = Tree();
        tree.Write("tests/packages/tool/Containerfile", "FROM imgrep/base AS first\nRUN false\nFROM imgrep/tool\nRUN true\n");
        var outcome = tree.Run("test", "tool");
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain("tests/packages/tool/Containerfile:1:1: error: the test would pass without the stage 'first', which no later one uses");
    }

    [Needs("bwrap")]
    public void A_test_of_nothing_and_one_of_no_package_are_refused()
    {
        using var tree = Tree();
        tree.Write("tests/packages/tool/Containerfile", "FROM imgrep/base\nRUN true\n");
        tree.Write("tests/packages/toool/Containerfile", "FROM imgrep/tool\nRUN true\n");
        var outcome = tree.Run("test");
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain("tests/packages/tool/Containerfile: error: the test of 'tool' does not use it");
        outcome.Errors.ShouldContain("tests/packages/toool: error: no package 'toool'\n    did you mean 'tool'?");
    }
}
