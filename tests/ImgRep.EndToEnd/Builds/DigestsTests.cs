namespace ImgRep.EndToEnd.Builds;

/// <summary>The file <c>digests</c>: written, compared with, reproduced.</summary>
public sealed class DigestsTests
{
    private const string App = "FROM imgrep/base AS build\nRUN mkdir /rootfs && echo 1 >/rootfs/a\nFROM scratch\nCOPY --from=build /rootfs /\n";

    [Needs("bwrap")]
    public void A_build_of_the_whole_tree_writes_it_and_one_of_some_packages_does_not()
    {
        using var tree = new SmallTree().With("app", App);
        tree.Build("app");
        File.Exists(Digests(tree)).ShouldBeFalse();
        var outcome = tree.Run("build");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).OrderBy(line => line[66..], StringComparer.Ordinal);
        File.ReadAllText(Digests(tree)).ShouldBe(string.Concat(lines.Select(line => line + "\n")));
        outcome.Errors.ShouldContain("digests: written anew");
        tree.Run("build").Errors.ShouldBeEmpty();
        tree.Run("build", "--check-digests").ExitCode.ShouldBe(0);
    }

    [Needs("bwrap")]
    public void Packages_that_differ_are_named_and_the_file_is_left_as_it_is()
    {
        using var tree = new SmallTree().With("app", App).With("other", App);
        tree.Run("build").ExitCode.ShouldBe(0);
        var committed = File.ReadAllText(Digests(tree));
        tree.With("app", App.Replace("echo 1", "echo 2", StringComparison.Ordinal));
        Directory.Move(Path.Combine(tree.Root, "packages/other"), Path.Combine(tree.Root, "packages/renamed"));
        var outcome = tree.Run("build", "--check-digests");
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("app: error: it is sha256:");
        outcome.Errors.ShouldContain("other: error: digests has it, but the tree does not");
        outcome.Errors.ShouldContain("renamed: error: it is sha256:");
        outcome.Errors.ShouldContain("3 of 3 packages differ from digests");
        File.ReadAllText(Digests(tree)).ShouldBe(committed);
        tree.Run("build", "base", "--check-digests").ExitCode.ShouldBe(0);
    }

    [Needs("bwrap")]
    public void Nothing_is_written_where_a_route_was_left_out()
    {
        using var tree = new SmallTree().With("app", App, "a").With("app", App + "USER 0\n", "b");
        var outcome = tree.Run("build", "--route", "a");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.ShouldContain("digests: warning: not written");
        File.Exists(Digests(tree)).ShouldBeFalse();
    }

    [Needs("bwrap")]
    public void Reproducing_runs_every_step_again_and_names_what_came_out_otherwise()
    {
        using var tree = new SmallTree().With("app", App).With("chance", App.Replace("echo 1", "cat /proc/sys/kernel/random/uuid", StringComparison.Ordinal));
        tree.Run("build").ExitCode.ShouldBe(0);
        tree.Run("build", "--check-digests").ExitCode.ShouldBe(0);
        tree.Run("reproduce", "app").ExitCode.ShouldBe(0);
        var outcome = tree.Run("reproduce");
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("chance: error: it is sha256:");
        outcome.Errors.ShouldContain("1 of 3 packages differ from digests\n    imgrep diff sha256:");
        outcome.Errors.ShouldNotContain("app: error");
    }

    [Needs("bwrap")]
    public void Reproducing_skips_what_was_rebuilt_here_from_the_same_recipe_to_the_committed_digest()
    {
        using var tree = new SmallTree().With("app", App).With("other", App);
        tree.Run("build").ExitCode.ShouldBe(0);
        // A first build is not a second one.
        var first = tree.Run("reproduce", "--json");
        first.ExitCode.ShouldBe(0, first.ToString());
        Packages(first, "packages").ShouldBe(["base", "app", "other"], ignoreOrder: true);
        Packages(first, "skipped").ShouldBeEmpty();
        tree.With("app", App + "USER 0\n");
        tree.Run("build", "app", "--update").ExitCode.ShouldBe(0);
        var second = tree.Run("reproduce", "--json");
        second.ExitCode.ShouldBe(0, second.ToString());
        Packages(second, "packages").ShouldBe(["app"]);
        Packages(second, "skipped").ShouldBe(["base", "other"], ignoreOrder: true);
        second.Errors.ShouldContain("skipped: base, other: rebuilt here already");
        var third = tree.Run("reproduce");
        third.ExitCode.ShouldBe(0, third.ToString());
        third.Output.ShouldBe("");
        // What is asked for by name is rebuilt, and so is all where --all or clean asks for it.
        tree.Run("reproduce", "app").Output.ShouldEndWith("  app\n");
        tree.Run("reproduce", "--all").Output.Split('\n').Length.ShouldBe(4);
        tree.Run("clean").ExitCode.ShouldBe(0);
        tree.Run("reproduce").Output.Split('\n').Length.ShouldBe(4);
        // Another committed digest is another question, though the recipes are as they were.
        File.WriteAllText(Digests(tree), File.ReadAllText(Digests(tree)).Replace(File.ReadLines(Digests(tree)).First()[..64], new string('1', 64), StringComparison.Ordinal));
        var wrong = tree.Run("reproduce");
        wrong.ExitCode.ShouldBe(3, wrong.ToString());
        wrong.Errors.ShouldContain("skipped: base, other:");
        wrong.Errors.ShouldContain("app: error: it is sha256:");

        static IEnumerable<string?> Packages(Outcome outcome, string member)
        {
            using var json = System.Text.Json.JsonDocument.Parse(outcome.Output);
            return [.. json.RootElement.GetProperty(member).EnumerateArray().Select(package => package.GetProperty("name").GetString())];
        }
    }

    [Needs("bwrap")]
    public void Without_it_there_is_nothing_to_compare_with_and_nothing_is_built()
    {
        using var tree = new SmallTree().With("app", App);
        foreach (var arguments in (string[][])[["reproduce"], ["build", "--check-digests"]])
        {
            var outcome = tree.Run(arguments);
            outcome.ExitCode.ShouldBe(2, outcome.ToString());
            outcome.Errors.ShouldContain("digests: error: the tree has no such file");
        }
        Directory.Exists(Path.Combine(tree.Root, "out")).ShouldBeFalse();
    }

    private static string Digests(SmallTree tree) => Path.Combine(tree.Root, "digests");
}
