using System.Text.Json;

namespace ImgRep.EndToEnd.Cli;

/// <summary>What scripts rely on: exit codes, and which stream holds what.</summary>
public sealed class ContractTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-cli-").FullName;

    [Fact]
    public void Help_goes_to_standard_output()
    {
        var help = Run("keys", "add", "--help");
        help.ExitCode.ShouldBe(0);
        help.Output.ShouldContain("imgrep keys add alice.asc");
        help.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void The_list_of_commands_has_no_names_of_packages_and_lines_that_a_terminal_can_show()
    {
        Package("a-package-with-a-long-name", "FROM scratch\nCOPY file /\n");
        var help = Run("--help").Output;
        help.ShouldNotContain("a-package");
        help.Split('\n').ShouldAllBe(line => line.Length < 180);
    }

    [Fact]
    public void The_answer_goes_to_standard_output_and_nothing_else_does()
    {
        Package("libc", "FROM scratch\nCOPY file /\n");
        Package("app", "FROM imgrep/libc AS build\nFROM scratch\nCOPY --from=build / /\n");
        Run("graph").ShouldBe(new Outcome(0, "libc:\napp: libc\n", ""));
    }

    [Fact]
    public void Rejected_input_ends_with_2_and_says_where()
    {
        Package("app", "FROM scratch\nCOPPY file /\n");
        var outcome = Run("graph");
        outcome.ExitCode.ShouldBe(2);
        outcome.Output.ShouldBeEmpty();
        outcome.Errors.ShouldStartWith("packages/app/Containerfile:2:1: error: ");
    }

    [Fact]
    public void An_unknown_package_ends_with_2_and_names_the_nearest()
    {
        Package("busybox", "FROM scratch\nCOPY file /\n");
        Run("graph", "bussybox").ShouldBe(new Outcome(2, "", "packages: error: no package 'bussybox'\n    did you mean 'busybox'?\n"));
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("graph", "--frobnicate")]
    [InlineData("graph", "--format", "svg")]
    [InlineData("gc")]
    [InlineData("gc", "--keep", "much")]
    public void Misuse_ends_with_2_and_points_to_the_help(params string[] arguments)
    {
        var outcome = Run(arguments);
        outcome.ExitCode.ShouldBe(2);
        outcome.Output.ShouldBeEmpty();
        outcome.Errors.ShouldStartWith("imgrep: error: ");
        outcome.Errors.ShouldContain("--help");
    }

    [Fact]
    public void Misuse_says_what_may_have_been_meant() =>
        Run("graph", "--formta", "dot").Errors.ShouldContain("\n    did you mean --format?\n");

    [Theory]
    [InlineData("see imgrep keys add --help", "keys", "add", "x")]
    [InlineData("see imgrep keys --help", "keys")]
    [InlineData("see imgrep gc --help", "gc")]
    [InlineData("see imgrep --help", "frobnicate")]
    public void Misuse_points_to_the_help_of_the_very_command(string hint, params string[] arguments) =>
        Run(arguments).Errors.TrimEnd().Split('\n')[^1].Trim().ShouldBe(hint);

    [Fact]
    public void A_name_cannot_pose_as_a_line_of_its_own()
    {
        Package("app", "FROM scratch\nCOPY file /\n");
        Package("x\nzlib: confirmed\n\e[2J\u202e", "FROM scratch\nCOPY file /\n");
        var outcome = Run("graph");
        outcome.ExitCode.ShouldBe(2);
        outcome.Errors.Split('\n').ShouldAllBe(line => line.Length == 0
            || line.StartsWith("packages/x\ufffdzlib: confirmed\ufffd\ufffd[2J\ufffd: error: ", StringComparison.Ordinal) || line.StartsWith("    ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_package_that_was_not_built_has_no_digest_and_that_ends_with_3()
    {
        Package("app", "FROM scratch\nCOPY file /\n");
        Run("digest", "app").ShouldBe(new Outcome(3, "", "imgrep: error: the package 'app' has no image yet\n    imgrep build app\n"));
    }

    [Fact]
    public void No_tree_ends_with_4()
    {
        var outcome = Run("graph");
        outcome.ExitCode.ShouldBe(4);
        outcome.Errors.ShouldStartWith($"imgrep: error: find the tree at {folder}: ");
    }

    [Fact]
    public void A_tree_is_found_from_below_and_by_its_name()
    {
        Package("app", "FROM scratch\nCOPY file /\n");
        Imgrep.Run(Imgrep.Launcher, ["graph"], Path.Combine(folder, "packages/app")).Output.ShouldBe("app:\n");
        Imgrep.Run(Imgrep.Launcher, ["graph", "--tree", folder], "/").Output.ShouldBe("app:\n");
    }

    [Fact]
    public void Diagnostics_are_the_answer_of_check_when_JSON_is_asked_for()
    {
        Package("app", "FROM scratch\nCOPPY file /\n");
        var outcome = Run("check", "--json");
        outcome.ExitCode.ShouldBe(2);
        outcome.Errors.ShouldBeEmpty();
        var diagnostic = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("diagnostics")[0];
        diagnostic.GetProperty("severity").GetString().ShouldBe("error");
        diagnostic.GetProperty("file").GetString().ShouldBe("packages/app/Containerfile");
        diagnostic.GetProperty("line").GetInt32().ShouldBe(2);
        diagnostic.GetProperty("hint").GetString().ShouldBe("did you mean COPY?");
    }

    [Fact]
    public void Any_file_can_be_checked_for_its_syntax_alone()
    {
        var file = Path.Combine(folder, "Dockerfile");
        File.WriteAllText(file, "FROM alpine:3.20\nRUN apk add curl\n");
        Run("check", "--file", file, "--syntax-only").ShouldBe(new Outcome(0, "", ""));
        Run("check", "--file", file).ExitCode.ShouldBe(2);
    }

    [Fact]
    public void Any_file_is_warned_of_what_breaks_reproducibility_and_accepted()
    {
        var file = Path.Combine(folder, "Containerfile");
        File.WriteAllText(file, "FROM imgrep/gcc\nRUN make && date >built\n");
        Run("check", "--file", file).ShouldBe(new Outcome(0, "", $"{file}:2:13: warning: date differs in every run\n    write date -u -d @$SOURCE_DATE_EPOCH\n"));
        Run("check", "--file", file, "--syntax-only").ShouldBe(new Outcome(0, "", ""));
    }

    [Fact]
    public void A_file_says_which_warnings_it_leaves_out_and_a_rule_can_be_explained()
    {
        var file = Path.Combine(folder, "Containerfile");
        File.WriteAllText(file, "# check=skip=clock\nFROM imgrep/gcc\nRUN make && date >built\n");
        Run("check", "--file", file).ShouldBe(new Outcome(0, "", ""));
        File.WriteAllText(file, "# check=error=true\nFROM imgrep/gcc\nRUN make && date >built\n");
        Run("check", "--file", file).ExitCode.ShouldBe(2);
        Run("check", "--explain", "clock").Output.ShouldStartWith("clock (warning): A command reads the time.\ndocs/rules/clock.md ");
        Run("check", "--explain", "clok").ShouldBe(new Outcome(2, "", "--explain: error: there is no rule 'clok'\n    did you mean clock?\n"));
    }

    [Fact]
    public void Text_of_a_hostile_file_cannot_steer_the_terminal()
    {
        Package("app", "FROM scratch\n\e[2Jx file /\n");
        Run("check").Errors.ShouldNotContain('\e');
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Package(string name, string containerfile)
    {
        var package = Directory.CreateDirectory(Path.Combine(folder, "packages", name)).FullName;
        File.WriteAllText(Path.Combine(package, "Containerfile"), containerfile);
        File.WriteAllText(Path.Combine(package, "file"), "content\n");
    }

    private Outcome Run(params string[] arguments) => Imgrep.Run(
        Imgrep.Launcher, arguments, folder, new Dictionary<string, string> { ["IMGREP_STORE"] = Path.Combine(folder, "store") });
}
