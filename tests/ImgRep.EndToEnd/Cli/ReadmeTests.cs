using ImgRep.EndToEnd.Builders;
using ImgRep.EndToEnd.Images;

namespace ImgRep.EndToEnd.Cli;

/// <summary>The commands of README print what stands there.</summary>
public class ReadmeTests
{
    /// <summary>The route that needs nothing from outside but one source. What README shows of the other routes is the same line with another name:
    /// it takes their seeds, which are recreated where that is asked for.</summary>
    [Needs("bwrap")]
    public void The_seed_ends_in_the_tcc_that_is_committed()
    {
        using var store = new Scratch();
        var shown = Transcript.Of("make out/tcc.tgz").Lines.Select(Transcript.Comparable).ToList();
        var outcome = Imgrep.Run(Imgrep.Launcher, ["build", "--no-archive", "--route", "stage0", "tcc"], Imgrep.ProjectFolder, Store(store));
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        var (stage0, built) = (Built(outcome)[0], Built(outcome)[^1]);
        shown.ShouldBe([stage0, built, built.Replace("stage0", "debian-bookworm", StringComparison.Ordinal),
            built.Replace("stage0", "debian-trixie", StringComparison.Ordinal), outcome.Output.TrimEnd()]);
        File.ReadLines(Path.Combine(Imgrep.ProjectFolder, "digests")).ShouldContain(outcome.Output.TrimEnd());
    }

    [OnRequest("recreates two seeds")]
    public void All_routes_end_in_the_tcc_that_is_committed()
    {
        var transcript = Transcript.Of("make out/tcc.tgz");
        using var store = new Scratch();
        var outcome = Imgrep.Run("sh", ["-c", transcript.Command], Imgrep.ProjectFolder, Store(store));
        Imgrep.Run(Imgrep.Launcher, ["clean", "--sources"], Imgrep.ProjectFolder, Store(store));
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        List<string> printed = [.. Built(outcome), outcome.Output.TrimEnd().Split('\n')[^1]];
        printed.ShouldBe(transcript.Lines.Select(Transcript.Comparable), ignoreOrder: true);
    }

    [Needs("bwrap", "docker", "dockerd", "containerd", "runc", Root = true)]
    public void Docker_gives_the_digest_of_the_seeds_own_package()
    {
        using var host = new BuilderHost();
        using var store = new Scratch();
        var transcript = Transcript.Of("./imgrep compare");
        var outcome = Imgrep.Run("sh", ["-c", transcript.Command], Imgrep.ProjectFolder, host.Variables(Store(store)));
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Output.TrimEnd().Split('\n').Select(Transcript.Comparable).ShouldBe(transcript.Lines.Select(Transcript.Comparable));
    }

    [Fact]
    public void Digests_are_found_where_the_page_looks_for_them()
    {
        var transcript = Transcript.Of("grep");
        Imgrep.Run("sh", ["-c", transcript.Command], Imgrep.ProjectFolder).Output.TrimEnd().Split('\n').ShouldBe(transcript.Lines);
    }

    [Fact]
    public void A_Dockerfile_is_checked_as_the_page_shows()
    {
        using var folder = new Scratch();
        File.WriteAllText(folder.PathOf("Dockerfile"), Transcript.Dockerfile());
        var transcript = Transcript.Of("./imgrep check");
        var outcome = Imgrep.Run(Imgrep.Launcher, transcript.Command.Split(' ')[1..], folder.Root);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.TrimEnd().Split('\n').ShouldBe(transcript.Lines);
    }

    private static List<string> Built(Outcome outcome) =>
        [.. outcome.Errors.Split('\n').Where(line => line.Contains(": built in ", StringComparison.Ordinal)).Select(Transcript.Comparable)];

    private static Dictionary<string, string> Store(Scratch folder) => new() { ["IMGREP_STORE"] = folder.Root };
}
