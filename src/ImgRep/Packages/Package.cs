using System.Collections.Immutable;
using ImgRep.Containerfiles;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>A folder of the tree with a Containerfile that has no errors.</summary>
/// <param name="Source">The Containerfile's bytes.</param>
/// <param name="References">What the stages take files from that its last stage needs, each target once.</param>
/// <param name="Dependencies">The packages among them, each once, sorted by name.</param>
public sealed record Package(
    PackageName Name, ReadOnlyMemory<byte> Source, ImmutableArray<ReferenceTarget> References, ImmutableArray<Dependency> Dependencies)
{
    /// <summary>Parsed anew whenever it is asked for: ten times the size of its source, it is not kept for every package of a tree.</summary>
    public Containerfile Containerfile => Parse(Name, Source).Containerfile!;

    /// <param name="diagnostics">Takes what there is to say about the Containerfile, warnings too.</param>
    /// <returns>Null if the Containerfile has errors.</returns>
    public static Package? Read(PackageName name, ReadOnlyMemory<byte> source, ICollection<Diagnostic> diagnostics)
    {
        var parsed = Parse(name, source);
        foreach (var diagnostic in parsed.Diagnostics)
            diagnostics.Add(diagnostic);
        if (parsed.Containerfile is null)
            return null;
        var references = ReferencesOf(parsed.Containerfile);
        return FindDependencies(references, diagnostics) is { } dependencies
            ? new Package(name, source, [.. references.Select(reference => reference.Target).Distinct()], dependencies)
            : null;
    }

    /// <summary>A Containerfile's path in its tree, the name that diagnostics show.</summary>
    public static string FileOf(PackageName name) => $"packages/{name}/Containerfile";

    private static ParseResult Parse(PackageName name, ReadOnlyMemory<byte> source) =>
        ContainerfileParser.Parse(FileOf(name), source.Span, ParseOptions.Default);

    private static List<StageReference> ReferencesOf(Containerfile containerfile)
    {
        var references = new List<StageReference>();
        foreach (var stage in StageReferences.ReachableStages(containerfile))
            references.AddRange(StageReferences.Of(containerfile, stage));
        return references;
    }

    private static ImmutableArray<Dependency>? FindDependencies(List<StageReference> references, ICollection<Diagnostic> diagnostics)
    {
        var dependencies = new SortedList<PackageName, Dependency>();
        var areSound = true;
        foreach (var reference in references)
        {
            // A pinned image is what it is, whatever the tree builds today: nothing has to be built before it.
            if (reference.Target is not PackageTarget { Pinned: null } target)
                continue;
            areSound &= PackageName.TryParse(target.Name, out var name);
            if (name is null)
                diagnostics.Add(Unnameable(reference.Span, target.Name));
            else
                dependencies.TryAdd(name, new Dependency(name, reference.Span));
        }
        return areSound ? [.. dependencies.Values] : null;
    }

    private static Diagnostic Unnameable(SourceSpan span, string name) => Diagnostic.Error(
        span, "package-name", $"'{name}' cannot be the name of a package", "write imgrep/NAME, where NAME is a folder of packages/");
}

/// <param name="Span">Where the Containerfile names it first.</param>
public sealed record Dependency(PackageName Name, SourceSpan Span);
