using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Files;

/// <summary>What a tree knows of an entry beside its content.</summary>
/// <param name="Mode">Permission bits, 0 to 07777 (with setuid, setgid, sticky).</param>
/// <param name="Owner">Numeric user id as the image has it.</param>
/// <param name="Group">Numeric group id as the image has it.</param>
/// <param name="ModifiedAt">Nanoseconds since 1970-01-01. Not part of what an image is: canonical images have one time for all.</param>
public sealed record Metadata(int Mode, uint Owner = 0, uint Group = 0, long ModifiedAt = Metadata.EpochNanoseconds)
{
    public const long EpochNanoseconds = Epoch.Seconds * 1_000_000_000;

    // Before the defaults, which use it: static members are set in the order of the text.
    public static ImmutableSortedDictionary<string, ImmutableArray<byte>> NoAttributes { get; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<byte>>(StringComparer.Ordinal);

    public static Metadata DefaultDirectory { get; } = new(Modes.Octal("755"));

    public static Metadata DefaultFile { get; } = new(Modes.Octal("644"));

    /// <summary>Extended attributes by full name: those that <see cref="ExtendedAttributes"/> calls content.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<byte>> Attributes { get; init; } = NoAttributes;
}
