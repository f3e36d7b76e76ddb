using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public enum RunNetwork
{
    Default,
    None,

    /// <summary>The network of the machine. A package may not have one.</summary>
    Host,
}

/// <param name="Command">As written: in shell form with the words that begin here-documents. In the step of an evaluated stage, what is to be
/// run: a here-document that was the whole command has become the command, others were put back into the shell's text.</param>
/// <param name="HereDocuments">In the step of an evaluated stage, only a script that begins with <c>#!</c>: a file that the command expects,
/// with mode 0755, at <see cref="ScriptFolder"/> and its name.</param>
/// <param name="Mounts">As written; expanded, their targets absolute, when a stage is evaluated.</param>
public sealed record RunInstruction(
    SourceSpan Span,
    CommandLine Command,
    ImmutableArray<HereDocument> HereDocuments,
    ImmutableArray<Mount> Mounts,
    RunNetwork Network) : Instruction(Span)
{
    /// <summary>Where BuildKit puts a here-document that begins with <c>#!</c>.</summary>
    public const string ScriptFolder = "/dev/pipes";

    private static readonly ImmutableArray<FlagRule> Flags =
    [
        new("mount", FlagKind.List), new("network", FlagKind.Text), new("security", FlagKind.Text), new("device", FlagKind.List),
    ];

    /// <summary>The value of <c>--security</c>, null if there is none.</summary>
    public string? Security { get; init; }

    /// <summary>The options of each <c>--mount</c> before variables are expanded.</summary>
    internal ImmutableArray<MountText> MountTexts { get; init; } = [];

    internal static RunInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text, Flags);
        var command = CommandLine.Parse(text);
        var network = ParseNetwork(text, flags.Text("network"));
        var security = flags.Text("security");
        if (security is not (null or "sandbox" or "insecure"))
            text.Report(Rules.SecurityMode, $"RUN has no security mode '{security}'", "write --security=sandbox, or nothing");
        var mounts = flags.List("mount").Select(flag => MountText.Parse(text, flag.Value, flag.Source)).ToList();
        if (flags.Failed || command is null || network is null || mounts.Contains(null))
            return null;
        return new RunInstruction(text.Span, command, text.HereDocuments, [.. mounts.Select(mount => mount!.AsWritten())], network.Value)
        {
            Security = security,
            MountTexts = [.. mounts.OfType<MountText>()],
        };
    }

    private static RunNetwork? ParseNetwork(InstructionText text, string? value)
    {
        switch (value)
        {
            case null or "default":
                return RunNetwork.Default;
            case "none":
                return RunNetwork.None;
            case "host":
                return RunNetwork.Host;
            default:
                text.Report(Rules.NetworkMode, $"RUN has no network mode '{value}'", "write --network=none, or nothing");
                return null;
        }
    }
}
