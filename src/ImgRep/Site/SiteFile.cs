namespace ImgRep.Site;

/// <summary>A file of a website.</summary>
/// <param name="Path">Relative to its root, of parts that are names of packages, digests and words of our own.</param>
public sealed record SiteFile(string Path, string Text)
{
    /// <summary>No page has more bytes, however large the tree is.</summary>
    public const int LargestPage = 100_000;
}
