using System.Collections.Immutable;
using System.Text;

namespace ImgRep.Files.Patterns;

/// <summary>One pattern of a <see cref="PatternSet"/>. Unlike a <see cref="Glob"/> it knows <c>**</c>, <c>!</c> and slashes at its ends.</summary>
internal sealed class PathPattern
{
    private readonly PatternMatcher matcher;
    private readonly byte[] fixedStart;
    private readonly bool isFixed;

    private PathPattern(bool isException, ImmutableArray<PatternToken> tokens)
    {
        IsException = isException;
        matcher = new PatternMatcher(tokens);
        var literals = tokens.TakeWhile(token => token.Kind == PatternTokenKind.Literal).ToArray();
        isFixed = literals.Length == tokens.Length;
        fixedStart = Encoding.UTF8.GetBytes(string.Concat(literals.Select(token => new Rune(token.Character).ToString())));
    }

    public bool IsException { get; }

    public bool IsMatch(ReadOnlySpan<byte> path) => matcher.IsMatch(path);

    /// <summary>Whether some path below a folder could match: false only where the fixed start of the pattern leads elsewhere.</summary>
    public bool MayMatchBelow(ReadOnlySpan<byte> folder)
    {
        var shared = Math.Min(folder.Length, fixedStart.Length);
        if (!folder[..shared].SequenceEqual(fixedStart.AsSpan(0, shared)))
            return false;
        return fixedStart.Length > folder.Length ? fixedStart[folder.Length] == '/' : !isFixed;
    }

    /// <summary>Reads one pattern; null if there is nothing in it.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static PathPattern? Parse(string text)
    {
        var written = text.Trim();
        if (written.Length == 0)
            return null;
        var cleaned = CleanPath.Clean(written);
        var isException = cleaned[0] == '!';
        if (isException)
            cleaned = cleaned[1..];
        if (cleaned.Length == 0)
            throw new FormatException("illegal exclusion pattern '!'");
        var tokens = new GlobParser(Encoding.UTF8.GetBytes(cleaned)).Parse() is { } plain
            ? FoldStars(plain)
            : throw new FormatException($"syntax error in pattern '{written}'");
        return new PathPattern(isException, tokens);
    }

    /// <summary>Turns two stars into one token, with the slash behind them.</summary>
    private static ImmutableArray<PatternToken> FoldStars(ImmutableArray<PatternToken> plain)
    {
        var folded = ImmutableArray.CreateBuilder<PatternToken>();
        for (var index = 0; index < plain.Length; index++)
        {
            if (plain[index].Kind != PatternTokenKind.AnyName || index + 1 == plain.Length || plain[index + 1] != plain[index])
            {
                folded.Add(plain[index]);
                continue;
            }
            index++;
            var hasSlash = index + 1 < plain.Length && plain[index + 1] == PatternToken.Literal('/');
            if (hasSlash)
                index++;
            folded.Add(new PatternToken(Meaning(plain, index + 1, hasSlash, isFirst: folded.Count == 0)));
        }
        return folded.ToImmutable();
    }

    /// <summary>At the end <c>**</c> is everything; elsewhere whole folders, but for <c>**name</c> at the start, which is any end.</summary>
    private static PatternTokenKind Meaning(ImmutableArray<PatternToken> plain, int next, bool hasSlash, bool isFirst)
    {
        if (next == plain.Length)
            return PatternTokenKind.AnyPath;
        var isAnyEnd = isFirst && !hasSlash && plain.Skip(next).All(token => token.Kind == PatternTokenKind.Literal);
        return isAnyEnd ? PatternTokenKind.AnyPath : PatternTokenKind.AnyFolders;
    }
}
