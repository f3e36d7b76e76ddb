namespace ImgRep.EndToEnd.Seeds;

public class Stage0Tests
{
    [Needs("python3", "as", "ld", "gcc", "bzip2")]
    public void Other_programs_find_in_stage0_what_it_says_of_itself()
    {
        var outcome = Imgrep.Run("python3", [Path.Combine(Imgrep.ProjectFolder, "tests/stage0.py"), "20"], "/");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }
}
