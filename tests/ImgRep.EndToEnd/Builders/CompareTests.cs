namespace ImgRep.EndToEnd.Builders;

/// <summary><c>imgrep compare</c>.</summary>
public class CompareTests
{
    [Needs("buildah", "runc", "bwrap", Root = true)]
    public void Builders_that_agree_are_listed_with_one_digest()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base AS build\nRUN mkdir /x && echo app >/x/app\nFROM scratch\nCOPY --from=build /x /\n");
        var outcome = tree.Run("compare", "app", "--builders", "embedded,buildah");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => line.Split(' ')[0]).Distinct().ShouldHaveSingleItem().Length.ShouldBe(64);
        lines[0].ShouldContain("embedded ");
        lines[1].ShouldContain("buildah 1.");
    }

    [Needs("buildah", "runc", "bwrap", Root = true)]
    public void A_difference_is_shown_and_nothing_is_built_on_it()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base AS build\nRUN mkdir /x && head -n 1 /proc/self/status >/x/same && ls -d /dev/mqueue >/x/seen || true\nFROM scratch\nCOPY --from=build /x /\n");
        var outcome = tree.Run("compare", "app", "--builders", "embedded,buildah");
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("the builders do not agree on app: 1 difference between");
        outcome.Errors.ShouldContain("/seen");
        tree.Run("digest", "app").ExitCode.ShouldBe(3);
    }
}
