using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Host.Vouching;

namespace ImgRep.Cli.Answers;

/// <summary>The indices of the archive that were fetched.</summary>
internal sealed record IndicesAnswer(ImmutableArray<ShownIndex> Suites) : IAnswer
{
    public static IndicesAnswer From(ArchiveIndices indices) => new([.. indices.Suites.Select(suite => new ShownIndex(suite.Name, suite.Date))]);

    public IEnumerable<string> Lines() => Suites.Select(suite => string.Create(CultureInfo.InvariantCulture, $"{suite.Suite}  {suite.Date:yyyy-MM-dd}"));
}

/// <param name="Date">When the archive made it.</param>
internal sealed record ShownIndex(string Suite, DateTimeOffset Date);
