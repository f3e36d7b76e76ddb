namespace ImgRep.EndToEnd.Builders;

/// <summary><c>imgrep compare</c>.</summary>
public class CompareTests
{
    [Needs("buildah", "runc", "bwrap", Root = true)]
    public void Builders_that_agree_are_listed_with_one_digest()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base AS build\nRUN mkdir /x && echo app >/x/app\nFROM scratch\nCOPY --from=build /x /\n")
            .With("other", "FROM scratch\nCOPY --from=imgrep/app / /other/\n");
        var outcome = tree.Run("compare", "app", "other", "--builders", "embedded,buildah");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(4);
        lines.Select(line => line[..line.IndexOf("  ", 66, StringComparison.Ordinal)]).Distinct().Count().ShouldBe(2);
        lines[0].ShouldMatch("^[0-9a-f]{64}  app .* s  embedded ");
        lines[1].ShouldMatch("^[0-9a-f]{64}  app .* s  buildah 1\\.");
        lines[2].ShouldMatch("^[0-9a-f]{64}  other .* s  embedded ");
    }

    [Needs("buildah", "runc", "bwrap", Root = true)]
    public void A_difference_is_shown_and_nothing_is_built_on_it()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base AS build\nRUN mkdir /x && head -n 1 /proc/self/status >/x/same && ls -d /sys >/x/seen || "
            + "true\nFROM scratch\nCOPY --from=build /x /\n");
        var outcome = tree.Run("compare", "app", "--builders", "embedded,buildah");
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("the builders do not agree on app: 1 difference between");
        outcome.Errors.ShouldContain("/seen");
        tree.Run("digest", "app").ExitCode.ShouldBe(3);
    }
}
