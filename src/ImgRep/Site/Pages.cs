using System.Collections.Immutable;
using ImgRep.Markup;

namespace ImgRep.Site;

/// <summary>A long table, in pages of a size that loads at once.</summary>
/// <param name="Name">What the files are called, before their numbers.</param>
/// <param name="Introduction">Paragraphs above the table.</param>
internal sealed record Pages(string Name, string Title, ImmutableArray<string> Introduction, string Caption, ImmutableArray<string> Columns)
{
    /// <summary>Bytes of rows; the rest of a page takes less than what is left.</summary>
    private const int Room = 70_000;

    public static string File(string name, int number) => $"{name}-{SitePage.Number(number)}.html";

    /// <param name="rows">Each no larger than a page.</param>
    public IEnumerable<SiteFile> Write(SiteContent content, IEnumerable<MarkupWriter> rows)
    {
        var parts = Split([.. rows]);
        foreach (var (index, part) in parts.Index())
        {
            var page = new SitePage(content, File(Name, index + 1), parts.Count == 1 ? Title : $"{Title}, page {SitePage.Number(index + 1)} of {SitePage.Number(parts.Count)}");
            foreach (var paragraph in Introduction)
                page.Paragraph(paragraph);
            if (part.Count > 0)
                page.Table(Caption, Columns, part);
            Turn(page, index + 1, parts.Count);
            yield return page.Finish();
        }
    }

    private static List<List<MarkupWriter>> Split(List<MarkupWriter> rows)
    {
        var parts = new List<List<MarkupWriter>>();
        for (var start = 0; start < rows.Count || parts.Count == 0;)
        {
            var rest = rows.GetRange(start, Math.Min(rows.Count - start, 200));
            var count = Math.Max(Math.Min(1, rest.Count), SitePage.Fitting(rest, Room));
            parts.Add(rest[..count]);
            start += count;
        }
        return parts;
    }

    private void Turn(SitePage page, int number, int count)
    {
        if (count == 1)
            return;
        page.Html.Start("nav", ("aria-label", "Pages")).Start("ul");
        foreach (var (to, text) in ((int, string)[])[(1, "first"), (number - 1, "previous"), (number + 1, "next"), (count, "last")])
        {
            if (to >= 1 && to <= count && to != number)
                page.Html.Start("li").Leaf("a", $"{text} ({SitePage.Number(to)})", ("href", File(Name, to))).End();
        }
        page.Html.End().End().Line();
    }
}
