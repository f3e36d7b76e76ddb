using System.Collections.Immutable;
using ImgRep.Primitives;
using ImgRep.Sources.Comparing;

namespace ImgRep.Cli.Answers;

/// <summary>What a source has that the project's version control does not.</summary>
/// <param name="Accepted">How many differences are accepted.</param>
/// <param name="Missing">How many files only the tree has.</param>
/// <param name="Differences">Those that are not accepted.</param>
internal sealed record ComparedAnswer(Digest Source, int Equal, int Accepted, int Missing, ImmutableArray<ShownDifference> Differences) : IAnswer
{
    public static ComparedAnswer From(Digest source, SourceComparison compared, ImmutableArray<SourceDifference> open) =>
        new(source, compared.Equal, compared.Differences.Length - open.Length, compared.Missing, [.. open.Select(ShownDifference.From)]);

    public IEnumerable<string> Lines() => Differences.Select(one => $"{one.Kind,-7}  {one.Role,-8}  {one.Path}").Append(
        $"{Equal} files equal, {Accepted} differences accepted, {Differences.Length} not, {Missing} files only in the tree");
}

/// <param name="Kind">only: the tree has no such file; differs: it has another.</param>
/// <param name="Role">run, compiled or other: what a build does with such a file, going by its name.</param>
/// <param name="Digest">What the source has.</param>
internal sealed record ShownDifference(string Path, string Kind, string Role, Digest Digest)
{
    public static ShownDifference From(SourceDifference difference) => new(
        difference.Path, AcceptedDifferences.WordOf(difference.Kind),
        difference.Role switch { FileRole.Run => "run", FileRole.Compiled => "compiled", _ => "other" }, difference.Digest);
}
