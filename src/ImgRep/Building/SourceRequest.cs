using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>A source file that a build needs, as <c>ADD --checksum=DIGEST URL</c> names it. That of a repository is its tree at a commit, as a tar
/// (docs/formats/commits.md).</summary>
/// <param name="Digest">What the file is: any file with this hash is the source, wherever it comes from.</param>
/// <param name="Url">Where upstream publishes it; a hint, nothing more. Of a repository with <c>#</c> and the name of a tag or a branch, where there is one.</param>
/// <param name="Commit">Of a repository; null for a file.</param>
public sealed record SourceRequest(Digest Digest, Uri Url, string? Commit = null)
{
    /// <summary>The URL, and of a repository the commit with it, as bills of materials name versions in a repository (SPDX 2.3, 7.7).</summary>
    public string Location => Commit is null ? Url.AbsoluteUri : $"git+{Url.GetLeftPart(UriPartial.Query)}@{Commit}";

    /// <summary>The last part of the URL's path, unescaped; empty if the path ends in a slash or would lead out of a folder.</summary>
    public string FileName
    {
        get
        {
            var name = Uri.UnescapeDataString(Url.Segments[^1]);
            return name.Contains('/', StringComparison.Ordinal) || name is "." or ".." || name.Contains('\0', StringComparison.Ordinal) ? "" : name;
        }
    }
}
