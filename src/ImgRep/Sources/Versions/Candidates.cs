namespace ImgRep.Sources.Versions;

/// <summary>Which of the versions that somebody names are releases that can follow one in use.</summary>
public static class Candidates
{
    /// <summary>The latest of them, if it is later; null if none is. Versions before a release count only for who uses one.</summary>
    public static string? Newest(string current, IEnumerable<string> versions) => versions
        .Where(version => IsDate(version) == IsDate(current) && (VersionOrder.IsBeforeRelease(current) || !VersionOrder.IsBeforeRelease(version)))
        .Where(version => VersionOrder.CompareUpstream(version, current) > 0)
        .Aggregate((string?)null, (best, version) => best is null || VersionOrder.CompareUpstream(version, best) > 0 ? version : best);

    /// <summary>A day as a version is later than any number of a release, and is none.</summary>
    private static bool IsDate(string version) => version.Length >= 8 && version[..8].All(char.IsAsciiDigit);
}
