using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Primitives;
using ImgRep.Trust.Listings;

namespace ImgRep.Trust.Disputes;

/// <summary>What is known of an image beside its digest.</summary>
/// <param name="Configuration">The digest of its configuration, which names the layer.</param>
/// <param name="Layer">The digest of its layer.</param>
/// <param name="Steps">In the order of their lines; none where nothing is known of them.</param>
/// <param name="Dated">Paths of files that hold a date of the build.</param>
public sealed record Evidence(Digest Configuration, Digest Layer, ImmutableArray<StepResult> Steps, ImmutableArray<string> Dated, TreeListing Files);

/// <summary>One side of a dispute.</summary>
/// <param name="Name">Who says so: a person, or a file of the tree.</param>
/// <param name="Recipe">What they built it from; null where nobody built it.</param>
/// <param name="Evidence">Null where there is a digest alone.</param>
public sealed record DisputeSide(string Name, Digest Image, Digest? Recipe, Evidence? Evidence);
