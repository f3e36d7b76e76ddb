using System.Collections.Immutable;

namespace ImgRep.Trust.Lineages;

/// <summary>A box of a picture.</summary>
/// <param name="Id">What edges name it by.</param>
/// <param name="Title">What stands in it, shortened where it is long.</param>
/// <param name="Kind">Null for what stands for several that are left out.</param>
/// <param name="Sources">How many source files go into it.</param>
internal sealed record LineageBox(string Id, string Title, OriginKind? Kind, int Sources)
{
    private const int LongestTitle = 34;

    public int X { get; init; }

    public int Y { get; init; }

    public int Width => Math.Max(90, (Math.Max(Shown.Length, Note.Length) * 8) + 16);

    public string Shown => Title.Length > LongestTitle ? Title[..(LongestTitle - 1)] + "…" : Title;

    public string Note => Sources switch { 0 => "", 1 => "1 source", _ => $"{Sources} sources" };
}

/// <summary>The boxes of a lineage in layers: each below all that is made of it. Sources are counted in the box of what they go into.</summary>
internal sealed record LineageLayers(ImmutableArray<LineageBox> Boxes, ImmutableArray<LineageEdge> Edges, int Width, int Height)
{
    public const int BoxHeight = 44;
    private const int Gap = 16;
    private const int LayerHeight = 96;
    private const int Margin = 12;

    public static LineageLayers Arrange(Lineage lineage)
    {
        ImmutableArray<LineageEdge> edges = [.. lineage.Edges.Where(edge => edge.To.Kind != OriginKind.Source)];
        var depth = Depths(lineage, edges);
        var sources = lineage.Edges.Where(edge => edge.To.Kind == OriginKind.Source).CountBy(edge => edge.From).ToDictionary();
        var boxes = lineage.Images
            .Select(image => new LineageBox(image.Package.ToString(), image.Package.ToString(), OriginKind.Image, sources.GetValueOrDefault(image.Package)))
            .Concat(edges.Select(edge => edge.To).Where(origin => origin.Kind != OriginKind.Image).DistinctBy(origin => origin.Name)
                .Select(origin => new LineageBox(origin.Name, origin.Name, origin.Kind, 0)));
        var layers = boxes.GroupBy(box => depth[box.Id]).OrderBy(layer => layer.Key).Select(layer => layer.ToList()).ToList();
        var width = layers.Max(layer => layer.Sum(box => box.Width + Gap) - Gap);
        return new LineageLayers(
            [.. layers.Index().SelectMany(layer => Place(Sorted(layer.Item, edges, depth), layer.Index, width))], edges, width + (2 * Margin),
            ((layers.Count - 1) * LayerHeight) + BoxHeight + (2 * Margin));
    }

    /// <summary>The longest way to each from the subject.</summary>
    private static Dictionary<string, int> Depths(Lineage lineage, ImmutableArray<LineageEdge> edges)
    {
        var depth = new Dictionary<string, int>(StringComparer.Ordinal) { [lineage.Subject.ToString()] = 0 };
        // Images stand before all that they are made of: when one's turn comes, its own depth is known.
        foreach (var edge in edges)
            depth[edge.To.Name] = Math.Max(depth.GetValueOrDefault(edge.To.Name), depth[edge.From.ToString()] + 1);
        return depth;
    }

    /// <summary>Near to what is made of them, so that fewer edges cross.</summary>
    private static IEnumerable<LineageBox> Sorted(List<LineageBox> layer, ImmutableArray<LineageEdge> edges, Dictionary<string, int> depth)
    {
        var above = edges.Index().ToLookup(edge => edge.Item.To.Name, edge => edge.Index, StringComparer.Ordinal);
        return layer.OrderBy(box => depth[box.Id] == 0 || !above[box.Id].Any() ? 0 : above[box.Id].Average()).ThenBy(box => box.Id, StringComparer.Ordinal);
    }

    private static IEnumerable<LineageBox> Place(IEnumerable<LineageBox> layer, int index, int width)
    {
        var boxes = layer.ToList();
        var x = Margin + ((width - (boxes.Sum(box => box.Width + Gap) - Gap)) / 2);
        foreach (var box in boxes)
        {
            yield return box with { X = x, Y = Margin + (index * LayerHeight) };
            x += box.Width + Gap;
        }
    }
}
