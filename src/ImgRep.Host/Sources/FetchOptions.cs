using System.Collections.Immutable;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sources;

/// <summary>How sources are obtained; what is not said here is in the tables of the tree.</summary>
public sealed record FetchOptions
{
    /// <summary>Folders that hold sources under their own names, or as <c>sha256/HEX</c>.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>Nothing is asked of the network.</summary>
    public bool Offline { get; init; }

    /// <summary>How many sources are transferred at once.</summary>
    public int Parallel { get; init; } = 4;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A server that sends nothing for so long is given up.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest source in bytes: a body that does not say its length ends here at the latest.</summary>
    public long MaximumLength { get; init; } = 8L << 30;

    /// <summary>Folders from a list with colons between, as <c>IMGREP_SOURCES</c> holds it.</summary>
    public static ImmutableArray<string> FoldersOf(string? list) =>
        [.. (list ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(Disk.FullPath)];
}
