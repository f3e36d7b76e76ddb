using ImgRep.Building;
using ImgRep.Sources;

namespace ImgRep.Host.Updates;

/// <summary>Who says that a file is the release.</summary>
public enum ReleaseWord
{
    /// <summary>Upstream and the archive have the same bytes.</summary>
    Both,

    Upstream,

    Archive,

    /// <summary>The archive has packed it anew, as it has the one in use; upstream's own file is another.</summary>
    Repack,
}

/// <summary>A release that can take the place of a source; its file is in the store.</summary>
/// <param name="Row">Where the archive has it; null if it does not.</param>
/// <param name="Silence">Why the other did not speak, where one did not.</param>
public sealed record FoundRelease(string Version, SourceRequest Source, ArchiveFile? Row, ReleaseWord Word, string? Silence);
