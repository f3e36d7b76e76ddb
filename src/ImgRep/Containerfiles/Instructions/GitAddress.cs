using System.Diagnostics.CodeAnalysis;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>A git repository as ADD names it: <c>https://HOST/PATH.git#REFERENCE:FOLDER</c>.</summary>
/// <param name="Repository">An http, https or git URL, without what follows the <c>#</c>.</param>
/// <param name="Reference">A tag, a branch or a commit; null for none.</param>
/// <param name="Folder">What is taken of the repository; empty for all of it.</param>
public sealed record GitAddress(Uri Repository, string? Reference, string Folder)
{
    /// <summary>Where it is, without the folder: two folders of one commit are parts of one source.</summary>
    public Uri Url => Reference is null ? Repository : new Uri($"{Repository.AbsoluteUri}#{Reference}");

    /// <param name="source">A word of ADD that <see cref="AddSource"/> takes for a repository.</param>
    /// <param name="problem">What is wrong with it, and what to write instead.</param>
    public static bool TryParse(string source, [NotNullWhen(true)] out GitAddress? address, out (string Message, string Hint) problem)
    {
        address = null;
        problem = default;
        var (place, fragment) = source.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? (source[..at], source[(at + 1)..]) : (source, "");
        var (reference, folder) = fragment.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon
            ? (fragment[..colon], fragment[(colon + 1)..]) : (fragment, "");
        if (place.StartsWith("ssh://", StringComparison.Ordinal) || !place.Contains("://", StringComparison.Ordinal))
            problem = ($"'{source}' is reached with ssh, which asks for a key of one person", "write https://HOST/PATH.git#TAG");
        else if (!Uri.TryCreate(place, UriKind.Absolute, out var repository) || repository.Scheme is not ("http" or "https" or "git") || repository.Host.Length == 0)
            problem = ($"'{place}' is not the address of a repository", "write https://HOST/PATH.git#TAG");
        else if (repository.UserInfo.Length > 0)
            problem = ($"'{source}' names a user: nobody else can fetch it", "write the address of a repository that is public");
        else if (repository.Query.Length > 0)
            problem = ($"'{repository.Query}' in the address of a repository is not understood", "write #TAG:FOLDER behind the address");
        else if (reference.Length > 0 && !IsReference(reference))
            problem = ($"'{reference}' cannot be the name of a tag or a branch", "write #TAG, or leave it out");
        else if (folder.Contains('\0', StringComparison.Ordinal))
            problem = ("no folder has a NUL in its name", "write #TAG:FOLDER");
        else
            address = new GitAddress(repository, reference.Length > 0 ? reference : null, folder);
        return address is not null;
    }

    /// <summary>Whether it is the whole name of a commit, by SHA-1 or SHA-256.</summary>
    public static bool IsCommit(string? text) => text is { Length: 40 or 64 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Stricter than git-check-ref-format(1): nothing that a program could take for an option, a pattern or two names.</summary>
    private static bool IsReference(string text) => char.IsAsciiLetterOrDigit(text[0]) && !text.Contains("..", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-' or '+' or '=' or ',');
}
