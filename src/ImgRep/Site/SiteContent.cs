using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Lineages;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Site;

/// <summary>All that a website shows of a tree. The same commit gives the same content, and the same content the same bytes.</summary>
/// <param name="Commit">Its id.</param>
/// <param name="Date">Of the commit: nothing signed later counts.</param>
/// <param name="Packages">Each after all that it needs.</param>
/// <param name="People">In the order of their ids; none where nobody has signed the tree.</param>
/// <param name="Asked">What the policy asks of an image; null where there is none.</param>
public sealed record SiteContent(
    string Commit, DateTimeOffset Date, ImmutableArray<SitePackage> Packages, ImmutableArray<Person> People, Quorum? Asked,
    ImmutableSortedDictionary<string, LineageSeed> Seeds, IReadOnlySet<Digest> Repacks)
{
    /// <summary>By name.</summary>
    internal ImmutableArray<SitePackage> Sorted { get; } = [.. Packages.OrderBy(package => package.Name)];

    internal ImmutableDictionary<PackageName, SitePackage> ByName { get; } = Packages.ToImmutableDictionary(package => package.Name);

    internal ImmutableDictionary<string, Person> ById { get; } = People.ToImmutableDictionary(person => person.Id);

    /// <summary>The packages that need one directly.</summary>
    internal ILookup<PackageName, PackageName> Users { get; } = Packages.SelectMany(package => package.Needs.Select(needed => (Needed: needed, User: package.Name)))
        .OrderBy(use => use.User).ToLookup(use => use.Needed, use => use.User);

    /// <summary>Every rebuild that gave another image than the committed one, in the order of the packages and of time.</summary>
    internal ImmutableArray<VerifiedClaim> Dissents { get; } = [.. Packages.OrderBy(package => package.Name).SelectMany(package => package.Image.Dissents
        .OrderBy(said => said.SignedAt).ThenBy(said => said.Person, StringComparer.Ordinal).ThenBy(said => said.Claim.Image)
        .DistinctBy(said => (said.Person, said.Claim.Image)))];
}

/// <param name="Verdict">Null where the tree has no policy, or the package no digest.</param>
/// <param name="Labels">Of its last stage.</param>
/// <param name="IsTested">Whether the tree has a test of it.</param>
public sealed record SitePackage(LineageImage Image, Verdict? Verdict, ImmutableSortedDictionary<string, string> Labels, bool IsTested)
{
    private const string Prefix = "org.opencontainers.image.";

    internal PackageName Name => Image.Package;

    internal string Version => Label("version");

    internal string Licence => Label("licenses");

    internal string Description => Label("description");

    internal string Home => Label("url");

    /// <summary>The packages that it needs directly.</summary>
    internal ImmutableArray<PackageName> Needs { get; } =
        [.. Image.Routes.SelectMany(route => route.Route.Dependencies).Select(needed => needed.Name).Distinct().Order()];

    /// <summary>Lines that a reader of its recipes reads.</summary>
    internal int Lines => Image.Routes.Sum(route => route.Route.Source.Span.Count((byte)'\n'));

    /// <summary>How many different ones of a kind have confirmed it.</summary>
    /// <param name="what">As verdicts call it, like <c>people</c>.</param>
    internal int Count(string what) => Verdict?.Requirements.FirstOrDefault(requirement => requirement.What == what)?.Got ?? 0;

    private string Label(string name) => Labels.GetValueOrDefault(Prefix + name, "");
}
