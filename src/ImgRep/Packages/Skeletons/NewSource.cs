using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ImgRep.Primitives;

namespace ImgRep.Packages.Skeletons;

/// <summary>The archive that a new package is built from.</summary>
/// <param name="Url">Where others find it, in plain characters.</param>
/// <param name="FileName">The last part of its path.</param>
/// <param name="Outline">What is in it; null where it is no tar archive that can be read.</param>
public sealed partial record NewSource(string Url, string FileName, Digest Digest, SourceOutline? Outline)
{
    /// <summary>What stands for a place that only the author knows: no name ends so (RFC 2606, 2).</summary>
    public const string UnknownPlace = "https://upstream.invalid/";

    /// <summary>As its file's name, or else its folder's, has it; null where neither does.</summary>
    public string? Version => VersionIn(Stem(FileName)) ?? (Outline?.Folder is { } folder ? VersionIn(folder) : null);

    /// <summary>The last part of a URL's path.</summary>
    /// <param name="problem">Why the URL cannot stand in a Containerfile.</param>
    public static bool TryReadUrl(string text, [NotNullWhen(true)] out Uri? url, out string fileName, out string problem)
    {
        (fileName, problem) = ("", "");
        if (!Uri.TryCreate(text, UriKind.Absolute, out url) || url.Scheme is not ("https" or "file"))
            problem = "it is no https: or file: URL";
        else if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            problem = "it has a user or a fragment, which the tree must not have";
        else if (url.Scheme == "https" && !url.AbsoluteUri.All(IsPlain))
            problem = "it has characters that mean something else in a Containerfile";
        else if (!SourceOutline.IsPlain(fileName = url.Segments[^1]))
            problem = $"the last part of its path, '{fileName}', is no plain file name";
        return problem.Length == 0;
    }

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || ":/._~+%,=@&?-".Contains(character, StringComparison.Ordinal);

    private static string? VersionIn(string name) => VersionAtEnd().Match(name) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Stem(string fileName) => Extension().Replace(fileName, "");

    [GeneratedRegex(@"(?:\.orig)?(?:\.tar(?:\.[a-z0-9]+)?|\.t[a-z0-9]+|\.zip)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();

    [GeneratedRegex(@"(?:\A|[-_])[vV]?([0-9][0-9A-Za-z.+~_]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionAtEnd();
}
