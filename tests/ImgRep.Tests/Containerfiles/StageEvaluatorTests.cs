using System.Text;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;

namespace ImgRep.Tests.Containerfiles;

/// <summary>What a base image's configuration changes, which no vector can show.</summary>
public class StageEvaluatorTests
{
    private static readonly StageConfig Base = StageConfig.Empty with
    {
        Env = [KeyValuePair.Create("PATH", "/opt/bin"), KeyValuePair.Create("HOME", "/h")],
        Entrypoint = ["/init"],
        Cmd = ["serve"],
        User = "app",
        WorkingDirectory = "/srv",
        Shell = ["/bin/bash", "-c"],
        Labels = StageConfig.Empty.Labels.Add("kept", "1").Add("changed", "1"),
    };

    [Fact]
    public void A_stage_inherits_what_its_base_sets()
    {
        var step = Evaluate("RUN x").Steps.ShouldHaveSingleItem();
        step.Environment.Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(["HOME=/h", "PATH=/opt/bin"]);
        (step.User, step.WorkingDirectory, string.Join(' ', step.Shell)).ShouldBe(("app", "/srv", "/bin/bash -c"));
    }

    [Fact]
    public void Variables_of_the_base_are_expanded_and_overridden_in_their_place() =>
        Evaluate("ENV B=$HOME PATH=/x:$PATH").Config.Env.Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(["PATH=/x:/opt/bin", "HOME=/h", "B=/h"]);

    [Fact]
    public void A_new_entry_point_drops_the_command_of_the_base()
    {
        var config = Evaluate("ENTRYPOINT [\"y\"]").Config;
        config.Entrypoint!.Value.ShouldBe(["y"]);
        config.Cmd.ShouldBeNull();
    }

    [Fact]
    public void A_new_command_keeps_the_entry_point_of_the_base() => Evaluate("CMD x").Config.Entrypoint!.Value.ShouldBe(["/init"]);

    [Fact]
    public void Labels_are_merged() =>
        Evaluate("LABEL changed=2 new=$HOME").Config.Labels.Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(["changed=2", "kept=1", "new=/h"]);

    [Fact]
    public void A_process_always_has_a_PATH() =>
        Evaluate("RUN x", StageConfig.Empty).Steps[0].Environment["PATH"].ShouldBe("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

    [Fact]
    public void A_stage_is_found_by_name_in_any_case_and_by_index()
    {
        var file = Parse("FROM scratch AS Build\nFROM scratch\n");
        StageReferences.FindStage(file, "BUILD")!.Index.ShouldBe(0);
        StageReferences.FindStage(file, "1")!.Index.ShouldBe(1);
        StageReferences.FindStage(file, "2").ShouldBeNull();
        StageReferences.FindStage(file, "nothing").ShouldBeNull();
    }

    [Fact]
    public void A_target_needs_only_the_stages_before_it_that_it_uses()
    {
        var file = Parse("FROM scratch AS a\nFROM scratch AS b\nFROM a AS c\nFROM b\n");
        StageReferences.ReachableStages(file, file.Stages[2]).Select(stage => stage.Name).ShouldBe(["a", "c"]);
    }

    /// <summary>Until the base is known, the word after the variable is all that stands for its value.</summary>
    [Fact]
    public void A_pattern_that_a_variable_of_the_base_gives_is_judged_once_the_base_is_known()
    {
        var stage = Evaluate("ENV C=\\'${HOME?missing}\nENV D=${PATH#${C}}");
        stage.Config.Env.Select(pair => $"{pair.Key}={pair.Value}").ShouldContain("D=/opt/bin");
        ContainerfileParser.Parse("Containerfile", "FROM scratch\nENV C='\\a'\nENV D=${PATH#${C}}"u8, ParseOptions.Default).Diagnostics
            .ShouldContain(diagnostic => diagnostic.Severity == Severity.Error && diagnostic.Rule.Name == "expansion");
    }

    private static EvaluatedStage Evaluate(string instructions, StageConfig? config = null)
    {
        var file = Parse("FROM imgrep/base\n" + instructions);
        return StageEvaluator.Evaluate(file, file.Stages[0], config ?? Base, ParseOptions.Default);
    }

    private static Containerfile Parse(string text)
    {
        var parsed = ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), ParseOptions.Default);
        parsed.Diagnostics.ShouldNotContain(diagnostic => diagnostic.Severity == Severity.Error);
        return parsed.Containerfile.ShouldNotBeNull();
    }
}
