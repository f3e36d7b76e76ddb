using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

public enum MountType
{
    Bind,
    Cache,
    Tmpfs,

    /// <summary>A package may not have one, nor <see cref="Ssh"/>.</summary>
    Secret,
    Ssh,
}

/// <summary>A <c>--mount</c> of a RUN.</summary>
/// <param name="Target">Where it appears; relative to WORKDIR when relative, absolute when a stage is evaluated.</param>
/// <param name="From">A stage or image, null for the build context (bind) or an empty folder (cache).</param>
/// <param name="Source">The folder or file inside <paramref name="From"/>, null for its root.</param>
/// <param name="Id">Which cache, null: the target's path.</param>
/// <param name="Size">Bytes, for a tmpfs; null for no limit.</param>
/// <param name="Sharing">Of a cache: <c>shared</c>, <c>private</c> or <c>locked</c>; null for <c>shared</c>.</param>
public sealed record Mount(
    MountType Type,
    string Target,
    string? From = null,
    string? Source = null,
    bool ReadOnly = false,
    string? Id = null,
    long? Size = null,
    int? Mode = null,
    uint? Owner = null,
    uint? Group = null,
    string? Sharing = null)
{
    /// <summary>Where the option stands in the file; null if the mount was put together in memory.</summary>
    public SourceSpan? Span { get; init; }
}
