using System.Text.RegularExpressions;

namespace ImgRep.Sources.Versions;

/// <summary>A page or a folder's listing where a project's releases are named. It is not believed: what it says is a claim to be verified.</summary>
public static class Listing
{
    /// <summary>The versions whose files a text names, each once.</summary>
    public static IReadOnlyCollection<string> Read(Upstream upstream, string text)
    {
        var at = upstream.File.IndexOf(Upstream.Placeholder, StringComparison.Ordinal);
        var (before, after) = (upstream.File[..at], upstream.File[(at + Upstream.Placeholder.Length)..]);
        // The name is followed by something that cannot be part of it: .tar.gz.asc is another file.
        var pattern = $"(?<![A-Za-z0-9._+~-]){Regex.Escape(before)}([0-9][A-Za-z0-9.+~_-]{{0,60}}?){Regex.Escape(after)}(?![A-Za-z0-9._+~-])";
        return [.. Regex.Matches(text, pattern, RegexOptions.CultureInvariant).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];
    }
}
