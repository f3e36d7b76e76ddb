using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Host.Seeds;

/// <summary>A root filesystem from outside the tree, pinned: what to make it of, and what must come out.</summary>
/// <param name="Name">The file's name below <c>seeds/</c>, as in <c>FROM seed/NAME</c>.</param>
/// <param name="Suite">The release of the distribution, as in <c>bookworm</c>.</param>
/// <param name="Architecture">Of its packages, in the distribution's names, as in <c>amd64</c>.</param>
/// <param name="Layer">The digest of the canonical layer of the seed's tree; null while it is not pinned yet.</param>
/// <param name="Packages">What was asked for; what these need comes with them.</param>
/// <param name="Archives">Every binary package that went in, by name.</param>
public sealed record Seed(
    string Name, string Suite, string Architecture, Digest? Layer, ImmutableArray<string> Packages, ImmutableArray<SeedArchive> Archives);

/// <summary>One binary package (a <c>.deb</c>) of a seed.</summary>
/// <param name="Digest">The hash of the file, as the distribution's signed index lists it.</param>
public sealed record SeedArchive(Digest Digest, string Name, string Version, string Architecture)
{
    public override string ToString() => $"{Digest.Hex}  {Name}  {Version}  {Architecture}";
}
