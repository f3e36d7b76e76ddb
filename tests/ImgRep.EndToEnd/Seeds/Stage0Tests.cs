namespace ImgRep.EndToEnd.Seeds;

public class Stage0Tests
{
    [Needs("python3", "as", "ld", "gcc", "bzip2")]
    public void Other_programs_find_in_stage0_what_it_says_of_itself()
    {
        var outcome = Imgrep.Run("python3", [Path.Combine(Imgrep.ProjectFolder, "tests/stage0.py"), "20"], "/");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    [Needs("bwrap")]
    public void The_seed_ends_in_the_tcc_that_is_committed()
    {
        using var store = new Images.Scratch();
        var outcome = Imgrep.Run(Imgrep.Launcher, ["build", "--no-archive", "--route", "stage0", "tcc"], Imgrep.ProjectFolder,
            new Dictionary<string, string> { ["IMGREP_STORE"] = store.Root });
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        File.ReadLines(Path.Combine(Imgrep.ProjectFolder, "digests")).ShouldContain(outcome.Output.TrimEnd());
    }
}
