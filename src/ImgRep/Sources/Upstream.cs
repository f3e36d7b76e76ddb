using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ImgRep.Sources;

/// <summary>A project that releases sources: a row of the table <c>upstreams</c> (docs/formats/upstreams.md).</summary>
/// <param name="Listing">Where its releases are listed; the URLs of its sources begin with it.</param>
/// <param name="File">What a release is called, with <see cref="Placeholder"/> where its version is.</param>
/// <param name="AllowsSha1">An exception: its signatures, or those within its key, may rest on SHA-1.</param>
/// <param name="Keys">Who may sign: fingerprints of OpenPGP keys, or key ids of the others. None if upstream signs, but with which key is not known here.</param>
public sealed partial record Upstream(string Name, string Listing, string File, SignatureKind Signature, bool AllowsSha1, ImmutableArray<string> Keys)
{
    public const string Placeholder = "{VERSION}";

    /// <summary>How many days old a release must be before it is taken.</summary>
    public int MinAge { get; init; }

    /// <summary>Which version of the project a URL is of; null if it is none of its releases.</summary>
    public string? VersionOf(Uri url)
    {
        var name = Uri.UnescapeDataString(url.Segments[^1]);
        var at = File.IndexOf(Placeholder, StringComparison.Ordinal);
        var (before, after) = (File[..at], File[(at + Placeholder.Length)..]);
        if (!url.AbsoluteUri.StartsWith(Listing, StringComparison.Ordinal) || name.Length <= before.Length + after.Length
            || !name.StartsWith(before, StringComparison.Ordinal) || !name.EndsWith(after, StringComparison.Ordinal))
            return null;
        var version = name[before.Length..^after.Length];
        return Version().IsMatch(version) ? version : null;
    }

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z.+~_-]*\z")]
    private static partial Regex Version();
}
