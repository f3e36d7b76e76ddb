using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Packages;

/// <summary>One Containerfile of a package, free of errors. Several of a package are independent ways to the same image.</summary>
/// <param name="Name">As in <c>Containerfile.NAME</c>; null for the only way, <c>Containerfile</c>.</param>
/// <param name="File">The Containerfile's path in its tree, the name that diagnostics show.</param>
/// <param name="Source">The Containerfile's bytes.</param>
/// <param name="References">What the stages take files from that its last stage needs, each target once.</param>
/// <param name="Dependencies">The packages among them, each once, sorted by name.</param>
/// <remarks>It holds what a plan needs to know of the Containerfile, which is parsed once for that. The parsed Containerfile itself, ten times the size of
/// its source, is not kept for every package of a tree.</remarks>
public sealed record Route(
    PackageName Package, string? Name, string File, ReadOnlyMemory<byte> Source, ImmutableArray<ReferenceTarget> References, ImmutableArray<Dependency> Dependencies)
{
    /// <summary>What a Containerfile is called; that of a route goes on with a dot and the route's name.</summary>
    public const string FileName = "Containerfile";

    /// <summary><c>PACKAGE</c> or <c>PACKAGE.ROUTE</c>: what progress and logs call its build.</summary>
    public string Label => Name is null ? Package.ToString() : $"{Package}.{Name}";

    /// <summary>What the Containerfile comes to (<see cref="EvaluationDigest"/>).</summary>
    public required Digest Evaluation { get; init; }

    /// <summary>Whether a build leaves it out of a package that is needed by others alone, as <c># route=deferred</c> says.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>The files that its remote ADD instructions name.</summary>
    public required ImmutableArray<SourceRequest> Sources { get; init; }

    public IEnumerable<string> Seeds => References.OfType<SeedTarget>().Select(seed => seed.Name);

    /// <param name="diagnostics">Takes what there is to say about the Containerfile, warnings too.</param>
    /// <param name="commits">What is in the repositories that it adds; null for a tree without such a table.</param>
    /// <returns>Null if the Containerfile has errors.</returns>
    public static Route? Read(
        PackageName package, string? name, string file, ReadOnlyMemory<byte> source, ICollection<Diagnostic> diagnostics, CommitTable? commits = null)
    {
        var parsed = Parse(file, source);
        foreach (var diagnostic in parsed.Diagnostics)
            diagnostics.Add(diagnostic);
        if (parsed.Containerfile is null)
            return null;
        var references = ReferencesOf(parsed.Containerfile);
        if (FindDependencies(references, diagnostics) is not { } dependencies)
            return null;
        var isComplete = true;
        var sources = SourceRequests.Collect(parsed.Containerfile, parsed.Stages, commits ?? CommitTable.Empty, add =>
        {
            isComplete = false;
            diagnostics.Add(Unlisted(add, package));
        });
        return !isComplete ? null : new Route(package, name, file, source, [.. references.Select(reference => reference.Target).Distinct()], dependencies)
        {
            Evaluation = EvaluationDigest.Compute(parsed.Containerfile, parsed.Stages),
            IsDeferred = parsed.IsDeferred,
            Sources = sources,
        };
    }

    /// <summary>Parses the Containerfile again, for who builds or checks it.</summary>
    public Containerfile ParseContainerfile() => Parse(File, Source).Containerfile!;

    private static ParseResult Parse(string file, ReadOnlyMemory<byte> source) => ContainerfileParser.Parse(file, source.Span, ParseOptions.Default);

    private static List<StageReference> ReferencesOf(Containerfile containerfile)
    {
        var references = new List<StageReference>();
        foreach (var stage in StageReferences.ReachableStages(containerfile))
            references.AddRange(StageReferences.Collect(containerfile, stage));
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

    private static Diagnostic Unlisted(AddInstruction add, PackageName package) => Diagnostic.Error(
        add.Span, "unlisted-commit", $"the file {CommitTable.FileName} does not say what is in the commit {add.Checksum}",
        $"imgrep sources pin {package} fetches it and writes that down");

    private static Diagnostic Unnameable(SourceSpan span, string name) => Diagnostic.Error(
        span, "package-name", $"'{name}' cannot be the name of a package", "write imgrep/NAME, where NAME is a folder of packages/");
}
