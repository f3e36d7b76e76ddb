using System.Text.Json.Serialization;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Lineages;

namespace ImgRep.Cli.Answers;

/// <summary>What an image rests on; for people, each image with what it is made of below it.</summary>
internal sealed record LineageAnswer(
    PackageName Package, IEnumerable<LineageMember> Images, IEnumerable<ShownEdge> Edges, ShownEdge? Weakest, int AsWeak, IEnumerable<ShownHole> Holes) : IAnswer
{
    public static LineageAnswer From(Lineage lineage) => new(
        lineage.Subject, lineage.Images.Select(image => new LineageMember(image.Package, image.Image, image.IsMet)), lineage.Edges.Select(ShownEdge.Show),
        lineage.Weakest is { } weakest ? ShownEdge.Show(weakest) : null, lineage.AsWeak, lineage.Holes.Select(hole => new ShownHole(hole.KindName, hole.Subject, hole.Reason)));

    public IEnumerable<string> Lines()
    {
        var edges = Edges.ToLookup(edge => edge.From);
        foreach (var image in Images)
        {
            var verdict = image.Met is { } isMet ? isMet ? ", confirmed" : ", not confirmed" : "";
            yield return $"{image.Name}: {image.Digest?.ToString() ?? "no digest"}{verdict}";
            if (!edges[image.Name].Any())
                yield return "    no other image, no source and no seed: only what its own folder holds";
            foreach (var edge in edges[image.Name])
            {
                var routes = edge.Routes is null ? "" : $" ({string.Join(", ", edge.Routes)})";
                yield return $"    {edge.To}{routes}: {edge.Digest?.ToString() ?? "no digest"}: confirmed by {edge.Confirmed}";
            }
        }
        if (Weakest is not null)
            yield return $"weakest: {Weakest.From} is made of {Weakest.To}: confirmed by {Weakest.Confirmed}{(AsWeak > 0 ? $"; {AsWeak} more are as weak" : "")}";
        foreach (var hole in Holes)
            yield return $"hole: {hole.Subject}: {hole.Reason}";
    }
}

/// <param name="Met">Null where it was not judged: the tree has no policy, or the package no digest.</param>
internal sealed record LineageMember(PackageName Name, Digest? Digest, bool? Met);

/// <param name="Routes">Null where there is a single Containerfile.</param>
internal sealed record ShownEdge(
    PackageName From, string To, string Kind, Digest? Digest, IEnumerable<string>? Routes, IEnumerable<string> People, IEnumerable<string> Organisations,
    [property: JsonIgnore] string Confirmed)
{
    public static ShownEdge Show(LineageEdge edge) => new(
        edge.From, edge.To.Name, edge.To.KindName, edge.To.Digest, edge.Routes.IsEmpty ? null : edge.Routes, edge.People, edge.Organisations, edge.Confirmed);
}

internal sealed record ShownHole(string Kind, string Subject, string Reason);
