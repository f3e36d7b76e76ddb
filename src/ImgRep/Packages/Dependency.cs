using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>A package that another one needs.</summary>
/// <param name="Span">Where a Containerfile names it first.</param>
public sealed record Dependency(PackageName Name, SourceSpan Span);
