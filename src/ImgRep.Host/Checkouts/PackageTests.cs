using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Stages;
using ImgRep.Host.Posix;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Checkouts;

/// <summary>The tests of packages: <c>tests/packages/NAME/Containerfile</c>, which uses the package as a user would, and beside it
/// <c>Containerfile.upstream</c>, which runs upstream's own tests.</summary>
/// <param name="Tests">Each as a route that is built and thrown away; its label is <c>NAME.test</c> or <c>NAME.upstream</c>.</param>
/// <param name="Without">The packages that have no test.</param>
public sealed record PackageTests(ImmutableArray<Route> Tests, ImmutableArray<PackageName> Without)
{
    public const string Folder = "tests/packages";
    private const string Upstream = "upstream";

    /// <summary>The packages that the tests use.</summary>
    public ImmutableArray<string> Needed => [.. Tests.SelectMany(test => test.Dependencies).Select(needed => needed.Name.ToString()).Distinct()];

    /// <param name="chosen">Names of packages as a user gave them; all if there is none.</param>
    /// <exception cref="RejectedInputException">A name is unknown, or Containerfiles have errors: all of them.</exception>
    public static PackageTests Load(Checkout folder, IReadOnlyCollection<string> chosen, bool withUpstream)
    {
        var diagnostics = new List<Diagnostic>();
        var names = CheckoutLoader.ListNames(folder);
        var wanted = chosen.Count == 0 ? names : CheckoutLoader.Resolve(chosen, names, diagnostics);
        if (chosen.Count == 0)
            diagnostics.AddRange(Strays(folder, names));
        var tests = wanted.SelectMany(name => Load(folder, name, withUpstream, diagnostics)).ToImmutableArray();
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).ToImmutableArray();
        return errors.IsEmpty ? new PackageTests(tests, [.. wanted.Except(tests.Select(test => test.Package))]) : throw new RejectedInputException(errors);
    }

    /// <summary>The context of a package's tests, relative to the tree.</summary>
    public static string PathOf(PackageName package) => $"{Folder}/{package}";

    private static IEnumerable<Route> Load(Checkout folder, PackageName name, bool withUpstream, List<Diagnostic> diagnostics)
    {
        foreach (var (route, file) in (IEnumerable<(string, string)>)[("test", Route.FileName), (Upstream, $"{Route.FileName}.{Upstream}")])
        {
            if ((route == Upstream && !withUpstream) || CheckoutFile.TypeOf(folder, $"{PathOf(name)}/{file}") is null or EntryType.Directory)
                continue;
            var test = PackageFiles.Read(folder, name, route, $"{PathOf(name)}/{file}", diagnostics);
            if (test is not null && !test.Dependencies.Any(needed => needed.Name == name))
                diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(test.File), "test-of-nothing", $"the test of '{name}' does not use it",
                    $"write FROM imgrep/{name} or COPY --from=imgrep/{name}"));
            else if (test is not null)
            {
                foreach (var stage in StageReferences.UnreachableStages(test.ParseContainerfile()))
                {
                    diagnostics.Add(new Diagnostic(
                        stage.From.Span, Rules.UnusedStage, $"the test would pass without the stage '{stage.Title}', which no later one uses",
                        "COPY --from it, or write one stage")
                    { Severity = Severity.Error });
                }
                yield return test;
            }
        }
    }

    private static IEnumerable<Diagnostic> Strays(Checkout folder, ImmutableArray<PackageName> names)
    {
        return from entry in CheckoutFile.ListFolder(folder, Folder)
               let name = entry.Name
               where entry.Type == EntryType.Directory
               where !PackageName.TryParse(name, out var package) || names.BinarySearch(package) < 0
               select UnknownPackage.At(SourceSpan.Whole($"{Folder}/{name}"), name, names);
    }
}
