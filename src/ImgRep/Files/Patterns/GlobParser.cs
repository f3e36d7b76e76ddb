using System.Collections.Immutable;

namespace ImgRep.Files.Patterns;

/// <summary>Reads the syntax of <see cref="Glob"/>: <c>term*</c> with <c>term = '*' | '?' | '[' ['^'] range+ ']' | character | '\' character</c>
/// and <c>range = character ['-' character]</c>, in order: Go takes a range that is out of order and never matches it, BuildKit takes it from a stage
/// only.</summary>
internal ref struct GlobParser(ReadOnlySpan<byte> pattern)
{
    private ReadOnlySpan<byte> rest = pattern;

    /// <summary>The compiled pattern; null if it is malformed.</summary>
    public ImmutableArray<PatternToken>? Parse()
    {
        var tokens = ImmutableArray.CreateBuilder<PatternToken>();
        while (!rest.IsEmpty)
        {
            if (Next() is not { } token)
                return null;
            tokens.Add(token);
        }
        return tokens.ToImmutable();
    }

    private PatternToken? Next()
    {
        var character = Take();
        return character switch
        {
            '*' => new PatternToken(PatternTokenKind.AnyName),
            '?' => new PatternToken(PatternTokenKind.AnyCharacter),
            '[' => Class(),
            '\\' => rest.IsEmpty ? null : PatternToken.Literal(Take()),
            _ => PatternToken.Literal(character),
        };
    }

    private PatternToken? Class()
    {
        var negated = Skip('^');
        var ranges = ImmutableArray.CreateBuilder<(int, int)>();
        while (ranges.Count == 0 || !Skip(']'))
        {
            if (ClassCharacter() is not { } first)
                return null;
            int? last = Skip('-') ? ClassCharacter() : first;
            if (last is null || last < first)
                return null;
            ranges.Add((first, last.Value));
        }
        return new PatternToken(PatternTokenKind.Class, Class: new CharacterClass(negated, ranges.ToImmutable()));
    }

    /// <summary>One end of a range. As in Go, a class has to go on behind it, and <c>-</c> and <c>]</c> need an escape.</summary>
    private int? ClassCharacter()
    {
        if (rest.IsEmpty || rest[0] is (byte)'-' or (byte)']')
            return null;
        if (Skip('\\') && rest.IsEmpty)
            return null;
        var character = PatternToken.Decode(rest, out var length);
        var invalid = character == PatternToken.Invalid && length == 1;
        rest = rest[length..];
        return invalid || rest.IsEmpty ? null : character;
    }

    private int Take()
    {
        var character = PatternToken.Decode(rest, out var length);
        rest = rest[length..];
        return character;
    }

    private bool Skip(char character)
    {
        if (rest.IsEmpty || rest[0] != character)
            return false;
        rest = rest[1..];
        return true;
    }
}
