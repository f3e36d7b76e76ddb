using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Packages;

namespace ImgRep.Trust.Vouching;

/// <summary>A source and who says that it is what it should be. The archive's index is a witness beside upstream's signature, never in its place.</summary>
/// <param name="Packages">Which are built from it, sorted.</param>
public sealed record VouchedSource(SourceRequest Request, ImmutableArray<PackageName> Packages, UpstreamWord Upstream, ArchiveWord Archive)
{
    /// <summary>The parties that vouch for it, each by something that is signed.</summary>
    public ImmutableArray<string> Parties { get; } =
        [.. (string[])(Upstream.State == UpstreamState.Signed ? ["upstream"] : []), .. (string[])(Archive.IsListed ? ["archive"] : [])];
}
