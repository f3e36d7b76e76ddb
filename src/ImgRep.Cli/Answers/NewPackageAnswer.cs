using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>A package that was begun; for people, the files that were written.</summary>
/// <param name="Source">The hash of its source; null where none was given.</param>
/// <param name="Version">As the source's name has it; null where that does not say.</param>
internal sealed record NewPackageAnswer(PackageName Package, Digest? Source, string? Version, ImmutableArray<string> Files) : IAnswer
{
    public IEnumerable<string> Lines() => Files;
}
