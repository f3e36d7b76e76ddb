using System.Collections.Immutable;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <param name="Checksum">The value of <c>--checksum</c>, null if there is none.</param>
/// <param name="Unpack">The value of <c>--unpack</c>, null: local archives are unpacked and remote ones are not.</param>
public sealed record AddInstruction(
    SourceSpan Span,
    ImmutableArray<string> Sources,
    ImmutableArray<HereDocument> Files,
    string Destination,
    string? Owner,
    string? Mode,
    bool Link,
    string? Checksum,
    bool? Unpack,
    bool KeepGitDir,
    ImmutableArray<string> Exclude) : TransferInstruction(Span, Sources, Files, Destination, Owner, Mode, Link, Exclude)
{
    private static readonly ImmutableArray<FlagRule> Flags =
    [
        new("chown", FlagKind.Text), new("chmod", FlagKind.Text), new("link", FlagKind.Switch), new("checksum", FlagKind.Text),
        new("unpack", FlagKind.Switch), new("keep-git-dir", FlagKind.Switch), new("exclude", FlagKind.List),
    ];

    internal static AddInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text, Flags);
        if (ParseWords(text) is not var (sources, files, destination) || flags.Failed)
            return null;
        return new AddInstruction(
            text.Span,
            sources,
            files,
            destination,
            flags.Text("chown"),
            flags.Text("chmod"),
            flags.Switch("link") ?? false,
            flags.Text("checksum"),
            flags.Switch("unpack"),
            flags.Switch("keep-git-dir") ?? false,
            [.. flags.List("exclude").Select(flag => flag.Value)]);
    }
}
