using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Primitives;

namespace ImgRep.Host.Sources;

/// <summary>A place that did not give a source, and why.</summary>
/// <param name="Place">A URL or a path.</param>
/// <param name="Other">What it gave instead; null if it gave nothing whole.</param>
public sealed record Miss(string Place, string Reason, Digest? Other = null)
{
    public override string ToString() => $"{Place}: {Reason}";
}

/// <param name="Place">Where it came from; null if the store had it.</param>
/// <param name="Misses">The places that were tried before. A wrong hash among them deserves a warning.</param>
public sealed record FetchedSource(SourceRequest Request, string? Place, ImmutableArray<Miss> Misses);

/// <summary>How far one transfer is. Reported from many threads, at most a few times a second for one source.</summary>
/// <param name="Received">Bytes so far, what an earlier transfer left included.</param>
/// <param name="Total">Bytes in all; null if the place does not say.</param>
public sealed record FetchProgress(SourceRequest Request, string Place, long Received, long? Total)
{
    /// <summary>Whether the transfer has ended, well or not.</summary>
    public bool HasEnded { get; init; }
}
