using System.Collections.Immutable;
using ImgRep.Containerfiles;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>A folder of the tree with a Containerfile.</summary>
/// <param name="Dependencies">The packages that its last stage is made from, each once, sorted by name.</param>
public sealed record Package(PackageName Name, Containerfile Containerfile, ImmutableArray<Dependency> Dependencies);

/// <param name="Span">Where the Containerfile names it first.</param>
public readonly record struct Dependency(PackageName Name, SourceSpan Span);
