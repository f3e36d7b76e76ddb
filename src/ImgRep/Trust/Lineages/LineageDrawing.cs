using System.Globalization;
using ImgRep.Markup;

namespace ImgRep.Trust.Lineages;

/// <summary>A lineage as a picture in SVG, for dark and light screens. It is whole without a script, a font or another file.</summary>
public static class LineageDrawing
{
    /// <summary>Also for pages that have a picture in them.</summary>
    public const string Sheet =
        ".lineage{font:13px ui-monospace,monospace;--ink:#1b1f24;--box:#fff;--line:#6a737d;--bad:#b3121d;--ground:#f3f5f7}"
        + ".lineage rect{fill:var(--box);stroke:var(--line)}.lineage .seed rect,.lineage .pinned rect{stroke-dasharray:4 3}"
        + ".lineage text{fill:var(--ink);text-anchor:middle}.lineage .note{font-size:11px}"
        + ".lineage path{fill:none;stroke:var(--line)}.lineage .none path{stroke-dasharray:2 3}.lineage .weakest path{stroke:var(--bad);stroke-width:2.5}"
        + ".lineage .ground{fill:var(--ground);stroke:none}"
        + "@media(prefers-color-scheme:dark){.lineage{--ink:#e6e9ec;--box:#22272e;--line:#8b949e;--bad:#ff8080;--ground:#161a1f}}";

    /// <summary>A file of its own.</summary>
    public static string Print(Lineage lineage) => Write(lineage, Sheet).ToString() + "\n";

    /// <param name="sheet">Null where the page that it stands in has <see cref="Sheet"/>.</param>
    /// <param name="address">Where a package's box leads; null for nowhere.</param>
    public static MarkupWriter Write(Lineage lineage, string? sheet, Func<string, string>? address = null)
    {
        var layers = LineageLayers.Arrange(lineage);
        var svg = new MarkupWriter();
        svg.Start("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "lineage"), ("role", address is null ? "img" : "group"), ("aria-label", Summary(lineage)),
            ("width", Number(layers.Width)), ("height", Number(layers.Height)), ("viewBox", $"0 0 {layers.Width} {layers.Height}"));
        if (sheet is not null)
            svg.Style(sheet);
        svg.Empty("rect", ("class", "ground"), ("width", "100%"), ("height", "100%")).Line();
        var boxes = layers.Boxes.ToDictionary(box => box.Id, StringComparer.Ordinal);
        foreach (var edge in layers.Edges)
            Draw(svg, edge, boxes[edge.From.ToString()], boxes[edge.To.Name], edge == lineage.Weakest);
        foreach (var box in layers.Boxes)
            Draw(svg, box, box.Kind == OriginKind.Image ? address?.Invoke(box.Id) : null);
        return svg.End();
    }

    /// <summary>The picture in words, for who does not see it.</summary>
    public static string Summary(Lineage lineage)
    {
        var weakest = lineage.Weakest is { } edge ? $"; the weakest edge, {edge.From} to {edge.To.Name}, is confirmed by {edge.Confirmed}" : "";
        return $"what {lineage.Subject} is made of: {Count(lineage.Images.Length, "package")}, {Count(lineage.Edges.Length, "edge")}{weakest}";
    }

    private static void Draw(MarkupWriter svg, LineageEdge edge, LineageBox from, LineageBox to, bool isWeakest)
    {
        var (x1, y1, x2, y2) = (from.X + (from.Width / 2), from.Y + LineageLayers.BoxHeight, to.X + (to.Width / 2), to.Y);
        var middle = (y1 + y2) / 2;
        svg.Start("g", ("class", isWeakest ? "weakest" : edge.People.IsEmpty ? "none" : null))
            .Leaf("title", $"{edge.From} is made of {edge.To.Name}: confirmed by {edge.Confirmed}")
            .Empty("path", ("d", $"M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}")).End().Line();
    }

    private static void Draw(MarkupWriter svg, LineageBox box, string? address)
    {
        if (address is not null)
            svg.Start("a", ("href", address));
        var middle = Number(box.X + (box.Width / 2));
        svg.Start("g", ("class", box.Kind?.ToString().ToLowerInvariant())).Leaf("title", box.Title)
            .Empty("rect", ("x", Number(box.X)), ("y", Number(box.Y)), ("width", Number(box.Width)), ("height", Number(LineageLayers.BoxHeight)), ("rx", "4"))
            .Leaf("text", box.Shown, ("x", middle), ("y", Number(box.Y + (box.Note.Length > 0 ? 19 : 26))));
        if (box.Note.Length > 0)
            svg.Leaf("text", box.Note, ("class", "note"), ("x", middle), ("y", Number(box.Y + 35)));
        svg.End();
        if (address is not null)
            svg.End();
        svg.Line();
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{Number(number)} {what}s";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
