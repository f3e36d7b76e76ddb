using System.Collections.Immutable;
using ImgRep.Sources.Versions;

namespace ImgRep.Cli.Answers;

/// <summary>Which versions of projects are in use, and which later ones there are.</summary>
internal sealed record OutdatedAnswer(ImmutableArray<ShownAge> Projects) : IAnswer
{
    public static OutdatedAnswer From(ImmutableArray<SourceAge> ages) => new([.. ages.Select(ShownAge.From)]);

    public IEnumerable<string> Lines()
    {
        var old = Projects.Where(project => project.Archive is not null || project.Listing is not null).ToList();
        var (name, version) = (Width(old.Select(project => project.Name)), Width(old.Select(project => project.Version)));
        return old.Select(project => $"{project.Name.PadRight(name)}  {project.Version.PadRight(version)}  {project.Later()}")
            .Append($"{old.Count} of {Projects.Length} projects have a later version");
    }

    private static int Width(IEnumerable<string> words) => words.Select(word => word.Length).DefaultIfEmpty().Max();
}

/// <param name="Version">The latest version in use.</param>
/// <param name="Archive">The latest version in the archive's indices, if it is later.</param>
/// <param name="Suite">Which suite has it.</param>
/// <param name="Listing">The latest version that the project's listing names, if it is later.</param>
internal sealed record ShownAge(string Name, ImmutableArray<string> Packages, string Version, string? Archive, string? Suite, string? Listing)
{
    public string Later() => string.Join(", ", new[] { Archive is null ? null : $"{Archive} in {Suite}", Listing is null ? null : $"{Listing} in its listing" }.OfType<string>());

    public static ShownAge From(SourceAge age) => new(age.Upstream.Name, age.Packages, age.Current, age.Archive, age.Suite, age.Listing);
}
