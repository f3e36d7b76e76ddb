using System.Text;

namespace ImgRep.Trust.Lineages;

/// <summary>A lineage in DOT, the language of Graphviz; arrows point at what an image is made of.</summary>
public static class LineageDot
{
    public static IEnumerable<string> Print(Lineage lineage)
    {
        yield return "digraph lineage {";
        yield return "  node [shape=box];";
        foreach (var image in lineage.Images)
            yield return $"  {Quote(image.Package.ToString())};";
        foreach (var origin in lineage.Edges.Select(edge => edge.To).Where(origin => origin.Kind != OriginKind.Image).DistinctBy(origin => origin.Name))
            yield return $"  {Quote(origin.Name)} [shape={(origin.Kind == OriginKind.Source ? "note" : "cylinder")}];";
        foreach (var edge in lineage.Edges)
        {
            var weakest = edge == lineage.Weakest ? ", color=red, penwidth=2" : "";
            yield return $"  {Quote(edge.From.ToString())} -> {Quote(edge.To.Name)} [label={Quote(edge.Confirmed)}{weakest}];";
        }
        yield return "}";
    }

    /// <summary>A quoted id: <c>"</c> and <c>\</c> mean themselves, and it stays on its line.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(char.IsControl(character) ? '\ufffd' : character);
        }
        return quoted.Append('"').ToString();
    }
}
