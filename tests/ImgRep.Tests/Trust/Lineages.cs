using System.Collections.Immutable;
using System.Text;
using ImgRep.Building;
using ImgRep.Containerfiles.Stages;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Lineages;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;

namespace ImgRep.Tests.Trust;

/// <summary>Lineages of small trees: <c>app</c> on <c>libc</c>, which two routes make of two seeds.</summary>
internal static class Lineages
{
    public const string App = "FROM imgrep/libc\nADD --checksum=sha256:91dab8ded6bd804a6bb3f626489101bed96c27e13dfd18fad45c066ad970b99a https://example.org/app-1.0.tar.gz /\n";

    public static readonly ImmutableSortedDictionary<string, LineageSeed> Seeds = ImmutableSortedDictionary<string, LineageSeed>.Empty
        .Add("one", new LineageSeed("one", Of("one"), "bookworm", 7)).Add("two", new LineageSeed("two", Of("two"), "trixie", 8));

    public static readonly ImmutableSortedDictionary<string, Person> People = new[] { ("alice", "One"), ("bob", "Two"), ("carol", "Two") }
        .ToImmutableSortedDictionary(person => person.Item1, person => new Person(
            person.Item1, person.Item1, Organisation.Parse(person.Item2), [Role.Reviewer], [], null, null, SourceSpan.Whole(PeopleFile.Path)));

    public static LineageImage Libc(params string[] people) => Image("libc", people, ("a", "FROM seed/one\nRUN true\n"), ("b", "FROM seed/two\nRUN true\n"));

    public static LineageImage Image(string name, string[] people, params (string? Route, string Text)[] routes)
    {
        var package = PackageName.Parse(name);
        ImmutableArray<LineageRoute> read = [.. routes.Select(route => Read(package, route.Route, route.Text))];
        return new LineageImage(package, Of(name), read, [.. people.Select(person => Confirm(person, package, read[0].Recipes[0].Key, Of(name)))], [], people.Length > 1);
    }

    public static VerifiedClaim Confirm(string person, PackageName package, Digest recipe, Digest image) => new(
        new Claim(package, image, ClaimKind.Rebuilt, recipe, new Workshop("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1")), person,
        new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), $"signatures/{person}");

    public static Lineage Trace(string subject, params LineageImage[] images) => Lineage.Trace(PackageName.Parse(subject), images, Seeds, People, new HashSet<Digest>());

    public static Digest Of(string text) => Digest.Compute(Encoding.UTF8.GetBytes(text));

    private static LineageRoute Read(PackageName package, string? name, string text)
    {
        var source = Encoding.UTF8.GetBytes(text);
        var file = $"packages/{package}/{Route.FileName}{(name is null ? "" : $".{name}")}";
        var diagnostics = new List<Diagnostic>();
        var route = Route.Read(package, name, file, source, diagnostics) ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
        var used = route.References.Select(target => target switch
        {
            PackageTarget { Pinned: { } pinned } image => ($"{image.Repository}@{pinned}", pinned),
            PackageTarget image => (image.Repository, Of(image.Name)),
            SeedTarget seed => ($"seed/{seed.Name}", Of(seed.Name)),
            _ => ("", Of("")),
        }).Where(one => one.Item1.Length > 0).ToImmutableSortedDictionary(one => one.Item1, one => one.Item2, StringComparer.Ordinal);
        return new LineageRoute(route, [new Recipe(new Platform("linux", "amd64"), Digest.Compute(source), route.Evaluation, Of("context"), used,
            [.. route.Sources.Select(one => one.Digest)])]);
    }
}
