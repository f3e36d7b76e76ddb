using System.Collections.Immutable;

namespace ImgRep.Packages;

/// <summary>The packages of a tree: those that were asked for, and everything they need.</summary>
/// <param name="Names">Every package of the tree, read or not, sorted.</param>
/// <param name="Packages">Those that were read, in no order.</param>
public sealed record PackageSet(ImmutableArray<PackageName> Names, ImmutableArray<Package> Packages);
