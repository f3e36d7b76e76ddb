using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>Which file of the Debian source archive is which source.</summary>
/// <param name="Suite">A suite whose signed index lists the file.</param>
/// <param name="Version">The version of the source package in that suite.</param>
/// <param name="IsRepack">The archive made this file itself: upstream has nothing with its hash.</param>
public sealed record ArchiveFile(Digest Digest, string Suite, string Package, string Version, string Name, bool IsRepack);
