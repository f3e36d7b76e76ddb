using System.Collections.Immutable;

namespace ImgRep.Files.Patterns;

/// <summary>Matches whole paths against a compiled pattern by following all possibilities at once: the time is at most the product
/// of both lengths, whatever the pattern.</summary>
internal sealed class PatternMatcher
{
    private readonly ImmutableArray<PatternToken> tokens;
    private readonly byte[] start;
    private readonly byte[] end;

    public PatternMatcher(ImmutableArray<PatternToken> tokens)
    {
        this.tokens = tokens;
        start = Literals(tokens);
        end = Literals(tokens.Reverse());
        end.AsSpan().Reverse();
    }

    /// <summary>The ASCII characters that some tokens begin with: most paths are told apart by the fixed ends of a pattern.</summary>
    private static byte[] Literals(IEnumerable<PatternToken> tokens) =>
        [.. tokens.TakeWhile(token => token is { Kind: PatternTokenKind.Literal, Character: < 0x80 }).Select(token => (byte)token.Character)];

    public bool IsMatch(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith(start) || !path.EndsWith(end))
            return false;
        return start.Length == tokens.Length ? path.Length == start.Length : Follow(path);
    }

    private bool Follow(ReadOnlySpan<byte> path)
    {
        var length = tokens.Length + 1;
        Span<bool> now = length <= 256 ? stackalloc bool[length] : new bool[length];
        Span<bool> next = length <= 256 ? stackalloc bool[length] : new bool[length];
        now.Clear();
        Enter(now, 0);
        while (!path.IsEmpty)
        {
            var character = PatternToken.Decode(path, out var taken);
            path = path[taken..];
            next.Clear();
            if (!Step(now, next, character))
                return false;
            var swap = now;
            now = next;
            next = swap;
        }
        return now[^1];
    }

    /// <summary>Marks a place in the pattern as reached, and those behind it that need no character.</summary>
    private void Enter(Span<bool> places, int place)
    {
        while (!places[place])
        {
            places[place] = true;
            if (place == tokens.Length || !tokens[place].MayBeEmpty)
                return;
            place++;
        }
    }

    private bool Step(ReadOnlySpan<bool> now, Span<bool> next, int character)
    {
        var alive = false;
        for (var place = 0; place < tokens.Length; place++)
        {
            if (!now[place] || !tokens[place].Accepts(character))
                continue;
            alive = true;
            if (tokens[place].Kind == PatternTokenKind.AnyFolders)
                StayInFolders(next, place, character);
            else
                Enter(next, tokens[place].MayBeEmpty ? place : place + 1);
        }
        return alive;
    }

    /// <summary>Inside a folder's name there is no way on; only behind its slash.</summary>
    private void StayInFolders(Span<bool> next, int place, int character)
    {
        next[place] = true;
        if (character == '/')
            Enter(next, place + 1);
    }
}
