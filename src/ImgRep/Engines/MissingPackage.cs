using System.Collections.Immutable;
using ImgRep.Packages;

namespace ImgRep.Engines;

/// <summary>A package that the registry does not have.</summary>
/// <param name="Needs">What it needs of the others that are missing.</param>
public sealed record MissingPackage(PackageName Name, ImmutableArray<PackageName> Needs, ExpectedCost Cost);
