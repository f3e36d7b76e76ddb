using System.Collections.Immutable;
using System.Text;

namespace ImgRep.Files.Patterns;

/// <summary>A pattern as Go's <c>path/filepath.Match</c> has it: <c>*</c> and <c>?</c> stop at slashes, <c>[a-z]</c> and <c>[^a-z]</c>
/// are classes, a backslash takes the next character as it is. Sources of COPY and ADD are written so.</summary>
public sealed class Glob
{
    private readonly PatternMatcher matcher;

    private Glob(ImmutableArray<PatternToken> tokens) => matcher = new PatternMatcher(tokens);

    /// <exception cref="FormatException">The pattern ends in an escape, or a class is empty, open or out of order.</exception>
    public static Glob Parse(string pattern) =>
        new(new GlobParser(Encoding.UTF8.GetBytes(pattern)).Parse() ?? throw new FormatException($"syntax error in pattern '{pattern}'"));

    /// <summary>Whether a path has anything in it that is more than a name: what Go's copy calls a wildcard.</summary>
    public static bool IsPattern(string path)
    {
        for (var index = 0; index < path.Length; index++)
        {
            if (path[index] == '\\')
                index++;
            else if (path[index] is '*' or '?' or '[')
                return true;
        }
        return false;
    }

    public bool IsMatch(string path) => IsMatch(Encoding.UTF8.GetBytes(path));

    public bool IsMatch(ReadOnlySpan<byte> path) => matcher.IsMatch(path);
}
