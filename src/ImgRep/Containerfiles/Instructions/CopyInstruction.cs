using System.Collections.Immutable;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <param name="From">A stage's name or index, an image, or null for the build context.</param>
public sealed record CopyInstruction(
    SourceSpan Span,
    string? From,
    ImmutableArray<string> Sources,
    ImmutableArray<HereDocument> Files,
    string Destination,
    string? Owner,
    string? Mode,
    bool Link,
    bool Parents,
    ImmutableArray<string> Exclude) : TransferInstruction(Span, Sources, Files, Destination, Owner, Mode, Link, Exclude)
{
    private static readonly ImmutableArray<FlagRule> Flags =
    [
        new("from", FlagKind.Text), new("chown", FlagKind.Text), new("chmod", FlagKind.Text), new("link", FlagKind.Switch),
        new("parents", FlagKind.Switch), new("exclude", FlagKind.List),
    ];

    internal static CopyInstruction? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text, Flags);
        if (ParseWords(text) is not var (sources, files, destination) || flags.Failed)
            return null;
        return new CopyInstruction(
            text.Span,
            flags.Text("from"),
            sources,
            files,
            destination,
            flags.Text("chown"),
            flags.Text("chmod"),
            flags.Switch("link") ?? false,
            flags.Switch("parents") ?? false,
            [.. flags.List("exclude").Select(flag => flag.Value)]);
    }
}
