using System.Collections.Immutable;
using System.Text;

namespace ImgRep.Files.Patterns;

/// <summary>The patterns of an ignore file, of <c>--exclude</c> or of <c>--parents</c>, with the meaning that BuildKit gives them: each may
/// match a path or a folder above it, <c>**</c> crosses folders, and a later one with <c>!</c> takes back what earlier ones matched.</summary>
public sealed class PatternSet
{
    private readonly ImmutableArray<PathPattern> patterns;
    private readonly bool hasExceptions;

    private PatternSet(ImmutableArray<PathPattern> patterns)
    {
        this.patterns = patterns;
        hasExceptions = patterns.Any(pattern => pattern.IsException);
    }

    public static PatternSet Empty { get; } = new([]);

    public bool IsEmpty => patterns.IsEmpty;

    /// <exception cref="FormatException">A pattern is malformed; the message names it.</exception>
    public static PatternSet Parse(IEnumerable<string> patterns) =>
        new([.. patterns.Select(PathPattern.Parse).OfType<PathPattern>()]);

    /// <summary>What is known of one path: whether it matches, and which patterns do so that what lies below need not ask again.</summary>
    public sealed class Verdict
    {
        internal Verdict(bool isMatch, bool[] matched) => (IsMatch, Matched) = (isMatch, matched);

        public bool IsMatch { get; }

        internal bool[] Matched { get; }
    }

    /// <summary>Judges a path below a folder that has been judged.</summary>
    /// <param name="path">Relative to the root, without a slash at either end.</param>
    /// <param name="parent">The verdict on the folder it is in; null if that is the root.</param>
    public Verdict Match(ReadOnlySpan<byte> path, Verdict? parent)
    {
        var matched = new bool[patterns.Length];
        var verdict = false;
        for (var index = 0; index < patterns.Length; index++)
        {
            var pattern = patterns[index];
            matched[index] = parent is not null && parent.Matched[index]
                || (pattern.IsException == verdict && pattern.IsMatch(path));
            if (matched[index])
                verdict = !pattern.IsException;
        }
        return new Verdict(verdict, matched);
    }

    /// <summary>Judges a path on its own, by judging the folders above it first.</summary>
    public bool IsMatch(ReadOnlySpan<byte> path)
    {
        Verdict? verdict = null;
        for (var end = 0; end <= path.Length; end++)
        {
            if (end == path.Length || path[end] == '/')
                verdict = Match(path[..end], verdict);
        }
        return verdict!.IsMatch;
    }

    public bool IsMatch(string path) => !IsEmpty && IsMatch(Encoding.UTF8.GetBytes(path));

    /// <summary>Whether everything below a folder that matches is sure to match too, so that it need not be read.</summary>
    public bool CoversAllBelow(ReadOnlySpan<byte> folder, Verdict verdict)
    {
        if (!verdict.IsMatch)
            return false;
        if (!hasExceptions)
            return true;
        foreach (var pattern in patterns)
        {
            if (pattern.IsException && pattern.MayMatchBelow(folder))
                return false;
        }
        return true;
    }
}
