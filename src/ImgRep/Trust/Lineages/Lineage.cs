using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Lineages;

/// <summary>What an image rests on, down to seeds and sources, and who has confirmed each step of the way.</summary>
/// <param name="Images">The subject, then each image before all that it is made of.</param>
/// <param name="Edges">In the order of the images that they start from; of each by kind and name.</param>
/// <param name="Weakest">The edge that the fewest independent people have confirmed; of several the one that most others rest on. Null if there is none.</param>
/// <param name="AsWeak">How many more are as weak.</param>
public sealed record Lineage(
    PackageName Subject, ImmutableArray<LineageImage> Images, ImmutableArray<LineageEdge> Edges, LineageEdge? Weakest, int AsWeak, ImmutableArray<Hole> Holes)
{
    /// <param name="images">The subject and all that it needs, each after all that it needs.</param>
    /// <param name="seeds">Those that they start from, by name.</param>
    /// <param name="people">Everybody of the tree; null where nobody has signed it.</param>
    /// <param name="repacks">The sources that a distribution made itself.</param>
    public static Lineage Trace(
        PackageName subject, IReadOnlyList<LineageImage> images, IReadOnlyDictionary<string, LineageSeed> seeds, IReadOnlyDictionary<string, Person>? people,
        IReadOnlySet<Digest> repacks)
    {
        var known = images.ToDictionary(image => image.Package);
        var needed = Needed(subject, known);
        ImmutableArray<LineageImage> order = [.. images.Reverse().Where(image => needed.Contains(image.Package))];
        ImmutableArray<LineageEdge> edges = [.. order.SelectMany(image => EdgesOf(image, known, seeds, people))];
        // From below: of those that are as weak, most others rest on that one.
        var weakest = Enumerable.Reverse(edges).MinBy(edge => (edge.Strength, edge.To.Kind == OriginKind.Source));
        return new Lineage(
            subject, order, edges, weakest, weakest is null ? 0 : edges.Count(edge => edge.Strength == weakest.Strength) - 1,
            [.. new LineageHoles(order, edges, seeds, repacks).Find(people is not null)]);
    }

    private static HashSet<PackageName> Needed(PackageName subject, Dictionary<PackageName, LineageImage> known)
    {
        var needed = new HashSet<PackageName> { subject };
        for (var open = new Stack<PackageName>([subject]); open.TryPop(out var next);)
        {
            foreach (var dependency in known[next].Routes.SelectMany(route => route.Route.Dependencies))
            {
                if (needed.Add(dependency.Name))
                    open.Push(dependency.Name);
            }
        }
        return needed;
    }

    private static IEnumerable<LineageEdge> EdgesOf(
        LineageImage image, Dictionary<PackageName, LineageImage> known, IReadOnlyDictionary<string, LineageSeed> seeds, IReadOnlyDictionary<string, Person>? people) =>
        image.Routes.SelectMany(route => route.Origins(known, seeds).Select(origin => (Route: route, Origin: origin))).GroupBy(one => one.Origin)
            .OrderBy(origin => origin.Key.Kind).ThenBy(origin => origin.Key.Name, StringComparer.Ordinal).ThenBy(origin => origin.Key.Digest)
            .Select(origin => Edge(image, origin.Key, [.. origin.Select(one => one.Route)], people));

    private static LineageEdge Edge(LineageImage image, Origin origin, ImmutableArray<LineageRoute> routes, IReadOnlyDictionary<string, Person>? people)
    {
        ImmutableArray<string> confirmers = [.. routes.SelectMany(image.ConfirmersOf).Distinct().Order(StringComparer.Ordinal)];
        var organisations = confirmers.Select(person => people![person].Organisation).Distinct().Select(organisation => organisation.Name);
        return new LineageEdge(
            image.Package, origin, [.. routes.Select(route => route.Route.Name).OfType<string>()], confirmers, [.. organisations.Order(StringComparer.Ordinal)]);
    }
}
