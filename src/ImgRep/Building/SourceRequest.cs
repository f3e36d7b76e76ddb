using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>A source file that a build needs, as <c>ADD --checksum=DIGEST URL</c> names it.</summary>
/// <param name="Digest">What the file is: any file with this hash is the source, wherever it comes from.</param>
/// <param name="Url">Where upstream publishes it; a hint, nothing more.</param>
public sealed record SourceRequest(Digest Digest, Uri Url)
{
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
