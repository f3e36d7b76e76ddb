using System.Collections.Immutable;
using System.Text;

namespace ImgRep.Files.Patterns;

internal enum PatternTokenKind
{
    /// <summary>One given character.</summary>
    Literal,

    /// <summary>One character that is no slash.</summary>
    AnyCharacter,

    /// <summary>One character of a class, or not of it; a slash counts as any other.</summary>
    Class,

    /// <summary>Any characters that are no slash.</summary>
    AnyName,

    /// <summary>Any characters.</summary>
    AnyPath,

    /// <summary>Nothing, or any characters and then a slash.</summary>
    AnyFolders,
}

/// <summary>One element of a compiled pattern. Characters are code points; a byte that is not UTF-8 is <see cref="Invalid"/>.</summary>
internal readonly record struct PatternToken(PatternTokenKind Kind, int Character = 0, CharacterClass? Class = null)
{
    public const int Invalid = 0xFFFD;

    public static PatternToken Literal(int character) => new(PatternTokenKind.Literal, character);

    /// <summary>Whether matching may go on behind this token although it has taken nothing.</summary>
    public bool MayBeEmpty => Kind >= PatternTokenKind.AnyName;

    public bool Accepts(int character) => Kind switch
    {
        PatternTokenKind.Literal => character == Character,
        PatternTokenKind.AnyCharacter or PatternTokenKind.AnyName => character != '/',
        PatternTokenKind.Class => Class!.Contains(character),
        _ => true,
    };

    /// <summary>The first character of some bytes and its length, in Go's way: what is not UTF-8 counts byte by byte.</summary>
    public static int Decode(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 1;
        if (bytes[0] < 0x80)
            return bytes[0];
        if (Rune.DecodeFromUtf8(bytes, out var rune, out length) == System.Buffers.OperationStatus.Done)
            return rune.Value;
        length = 1;
        return Invalid;
    }
}

internal sealed record CharacterClass(bool Negated, ImmutableArray<(int First, int Last)> Ranges)
{
    public bool Contains(int character)
    {
        foreach (var (first, last) in Ranges)
        {
            if (first <= character && character <= last)
                return !Negated;
        }
        return Negated;
    }
}
