namespace ImgRep.Containerfiles.Instructions;

public enum AddSourceKind
{
    /// <summary>A path or pattern in the build context.</summary>
    Context,

    /// <summary>An <c>http</c> or <c>https</c> URL.</summary>
    Url,

    /// <summary>A git repository.</summary>
    Git,
}

/// <summary>What kind of source a word of ADD is.</summary>
public static class AddSource
{
    public static AddSourceKind KindOf(string source)
    {
        if (source.StartsWith("git://", StringComparison.Ordinal) || source.StartsWith("ssh://", StringComparison.Ordinal) || IsScpAddress(source))
            return AddSourceKind.Git;
        if (!source.StartsWith("http://", StringComparison.Ordinal) && !source.StartsWith("https://", StringComparison.Ordinal))
            return AddSourceKind.Context;
        var path = source.AsSpan();
        var end = path.IndexOfAny('#', '?');
        return (end < 0 ? path : path[..end]).EndsWith(".git") ? AddSourceKind.Git : AddSourceKind.Url;
    }

    /// <summary><c>git@host:path</c>.</summary>
    private static bool IsScpAddress(string source)
    {
        var at = source.IndexOf('@', StringComparison.Ordinal);
        var colon = source.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && colon > at + 1 && !source.AsSpan(0, colon).Contains('/')
            && source[..at].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
    }
}
