using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Files.Patterns;

/// <summary>A <c>.containerignore</c> or <c>.dockerignore</c>: what of a build context stays outside.</summary>
public sealed class IgnoreFile
{
    private IgnoreFile(PatternSet patterns) => Patterns = patterns;

    public static IgnoreFile Empty { get; } = new(PatternSet.Empty);

    /// <summary>For a walk that judges each folder once: <see cref="PatternSet.Match"/> and <see cref="PatternSet.CoversAllBelow"/>.</summary>
    public PatternSet Patterns { get; }

    /// <summary>One pattern a line; a line that starts with <c>#</c> is a comment; slashes at either end mean nothing.</summary>
    /// <param name="content">UTF-8, with or without a byte order mark, lines ended by LF or CR LF.</param>
    /// <exception cref="RejectedInputException">A diagnostic for each malformed pattern.</exception>
    public static IgnoreFile Parse(ReadOnlySpan<byte> content, string fileName)
    {
        var text = Encoding.UTF8.GetString(content.StartsWith("\uFEFF"u8) ? content[3..] : content);
        var patterns = new List<string>();
        var diagnostics = new List<Diagnostic>();
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (ReadLine(line.TrimEnd('\r')) is not { } pattern)
                continue;
            if (Reject(pattern) is { } reason)
                diagnostics.Add(Diagnostic.Error(new SourceSpan(fileName, index + 1, 1, line.Length), "ignore-pattern", reason,
                    "write a path, * and ? for any characters, \\ before a [ that is meant as such"));
            else
                patterns.Add(pattern);
        }
        return diagnostics.Count == 0 ? new IgnoreFile(PatternSet.Parse(patterns)) : throw new RejectedInputException([.. diagnostics]);
    }

    /// <param name="path">Relative to the context, without a slash at either end.</param>
    public bool Excludes(string path) => Patterns.IsMatch(path);

    private static string? ReadLine(string line)
    {
        if (line.StartsWith('#') || line.Trim() is not { Length: > 0 } pattern)
            return null;
        var isException = pattern[0] == '!';
        var path = isException ? pattern[1..].Trim() : pattern;
        if (path.Length > 0)
            path = CleanPath.Clean(path);
        if (path.Length > 1 && path[0] == '/')
            path = path[1..];
        return isException ? "!" + path : path;
    }

    private static string? Reject(string pattern)
    {
        try
        {
            PathPattern.Parse(pattern);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
