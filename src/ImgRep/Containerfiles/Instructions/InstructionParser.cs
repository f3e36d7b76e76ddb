using ImgRep.Containerfiles.Catalogue;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>Which instruction a keyword begins.</summary>
internal static class InstructionParser
{
    public static readonly string[] Keywords =
    [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL",
        "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ];

    /// <returns>Null if the instruction is wrong; why is among the diagnostics.</returns>
    public static Instruction? Parse(InstructionText text) => text.Keyword switch
    {
        "ADD" => AddInstruction.Parse(text),
        "ARG" => ArgInstruction.Parse(text),
        "CMD" => CmdInstruction.Parse(text),
        "COPY" => CopyInstruction.Parse(text),
        "ENTRYPOINT" => EntrypointInstruction.Parse(text),
        "ENV" => EnvInstruction.Parse(text),
        "EXPOSE" => ExposeInstruction.Parse(text),
        "FROM" => FromInstruction.Parse(text),
        "HEALTHCHECK" => HealthcheckInstruction.Parse(text),
        "LABEL" => LabelInstruction.Parse(text),
        "MAINTAINER" => MaintainerInstruction.Parse(text),
        "ONBUILD" => OnbuildInstruction.Parse(text),
        "RUN" => RunInstruction.Parse(text),
        "SHELL" => ShellInstruction.Parse(text),
        "STOPSIGNAL" => StopSignalInstruction.Parse(text),
        "USER" => UserInstruction.Parse(text),
        "VOLUME" => VolumeInstruction.Parse(text),
        "WORKDIR" => WorkdirInstruction.Parse(text),
        _ => Unknown(text),
    };

    private static Instruction? Unknown(InstructionText text)
    {
        var keyword = text.Syntax.Keyword;
        if (keyword.Length == 0)
            text.Report(Rules.EmptyInstruction, "a continuation line is followed by nothing", "remove the escape character");
        else
            text.Report(Rules.UnknownInstruction, $"there is no instruction '{keyword}'", Hint(keyword));
        return null;
    }

    private static string Hint(string keyword) => NearestName.Find(keyword, Keywords) is { } nearest
        ? $"did you mean {nearest}?"
        : "if it belongs to the line before, end that line with the escape character";
}
