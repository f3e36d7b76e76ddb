using System.Collections.Immutable;

namespace ImgRep.Sources.Versions;

/// <summary>The latest version of a project that packages use, and what others know of later ones.</summary>
/// <param name="Archive">The latest version in the archive's indices, if it is later.</param>
/// <param name="Suite">Which suite has that.</param>
/// <param name="Listing">The latest version that the project's own listing names, if it is later.</param>
public sealed record SourceAge(Upstream Upstream, ImmutableArray<string> Packages, string Current, string? Archive, string? Suite, string? Listing);
