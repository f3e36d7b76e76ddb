using System.Collections.Immutable;
using ImgRep.Host.Updates;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources.Comparing;

namespace ImgRep.Cli.Answers;

/// <summary>How a package was brought to another release.</summary>
/// <param name="Project">Its row in the file <c>upstreams</c>.</param>
/// <param name="From">The version that was in use.</param>
/// <param name="Source">The release's file; null if there is no later release, and then all that follows is empty.</param>
/// <param name="Witnesses">Who says that it is the release: upstream, archive.</param>
/// <param name="Signature">What upstream's signature says.</param>
/// <param name="Written">Files, relative to the tree.</param>
/// <param name="Built">The images of the package and, if asked for, of those that rest on it; empty if nothing was built.</param>
/// <param name="Dependents">Packages that rest on it, and were not built.</param>
internal sealed record UpdatedAnswer(
    PackageName Package, string Project, string From, string Version, Digest? Source, ImmutableArray<string> Witnesses, string Signature, ImmutableArray<ShownChange> Changes,
    ImmutableArray<string> Written, ImmutableArray<string> Removed, ImmutableArray<ShownRebuild> Built, ImmutableArray<EndedTest> Tests,
    ImmutableArray<PackageName> Dependents) : IAnswer
{
    /// <summary>How many files a person is shown.</summary>
    private const int Shown = 40;

    public static UpdatedAnswer Latest(PackageName package, string project, string version) => new(package, project, version, version, null, [], "", [], [], [], [], [], []);

    public static ImmutableArray<string> WitnessesOf(ReleaseWord word) => word switch
    {
        ReleaseWord.Both => ["upstream", "archive"],
        ReleaseWord.Upstream => ["upstream"],
        _ => ["archive"],
    };

    public IEnumerable<string> Lines()
    {
        if (Source is null)
            return [$"{Package}: {Version} is the latest release of {Project} that anybody names"];
        return
        [
            $"{Package}: {Project} {From} becomes {Version}",
            $"source   {Source}, {string.Join(" and ", Witnesses)}{(Witnesses.Length == 1 ? " alone" : "")}; {Signature}",
            $"changes  {Changes.Length} files, of which {Count("binary")} are binary, {Count("generated")} generated, "
                + $"{Changes.Count(change => change.Role == "run")} run by a build",
            .. Changes.Take(Shown).Select(change => $"         {change.Kind,-7}  {change.Nature,-9}  {change.Role,-8}  {change.Path}"),
            .. Changes.Length > Shown ? (string[])[$"         and {Changes.Length - Shown} more: --json has all"] : [],
            .. Written.Select(file => $"wrote    {file}"),
            .. Removed.Select(file => $"removed  {file}"),
            .. Built.Select(built => $"built    {built.Line()}"),
            .. Tests.Select(test => $"{(test.Passed ? "passed" : "failed")}   {test.Package}.{test.Kind}"),
            .. Dependents.IsEmpty ? (string[])[] : [$"rest on  {string.Join(", ", Dependents)}"],
        ];
    }

    private int Count(string nature) => Changes.Count(change => change.Nature == nature);
}

/// <param name="Kind">new, changed or gone.</param>
/// <param name="Nature">binary, generated or written.</param>
/// <param name="Role">run, compiled or other.</param>
internal sealed record ShownChange(string Path, string Kind, string Nature, string Role)
{
    public static ShownChange From(FileChange change) => new(change.Path, Word(change.Kind), Word(change.Nature), Word(change.Role));

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <param name="Before">What the file digests had; null if the package was not there.</param>
internal sealed record ShownRebuild(PackageName Package, Digest Digest, Digest? Before)
{
    public string Line() => $"{Package} {Digest}{(Before is null ? "" : Before == Digest ? ", as before" : $", before {Before}")}";
}
