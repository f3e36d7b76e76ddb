using System.Globalization;
using System.Text;
using ImgRep.Markup;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Site;

/// <summary>One page, from its head to its foot. It has no script and loads nothing from elsewhere, and says so to the browser.</summary>
internal sealed class SitePage
{
    private const int MostRows = 100;

    private readonly MarkupWriter html = new("<!DOCTYPE html>\n");
    private readonly string path;
    private readonly SiteContent content;

    public SitePage(SiteContent content, string path, string title)
    {
        (this.content, this.path) = (content, path);
        html.Start("html", ("lang", "en")).Start("head")
            .Empty("meta", ("charset", "utf-8")).Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Empty("meta", ("http-equiv", "Content-Security-Policy"),
                ("content", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"))
            .Empty("meta", ("name", "referrer"), ("content", "no-referrer"))
            .Leaf("title", title).Empty("link", ("rel", "stylesheet"), ("href", Up + SiteStyle.Path))
            .Empty("link", ("rel", "alternate"), ("type", "application/atom+xml"), ("title", "Disagreements"), ("href", Up + DissentFeed.Path)).End().Line()
            .Start("body").Leaf("a", "Skip to the content", ("class", "skip"), ("href", "#content")).Line();
        html.Start("header").Start("nav", ("aria-label", "Site")).Start("ul");
        foreach (var (file, name) in (ReadOnlySpan<(string, string)>)[
            ("index.html", "Overview"), (Pages.File("packages", 1), "Packages"), (Pages.File("matrix", 1), "Who confirmed what"), (Pages.File("lacking", 1), "What is lacking"),
            (Pages.File("people", 1), "People"), (Pages.File("disagreements", 1), "Disagreements")])
            html.Start("li").Leaf("a", name, ("href", Up + file), ("aria-current", file == path ? "page" : null)).End();
        html.End().End().End().Line().Start("main", ("id", "content"), ("tabindex", "-1")).Leaf("h1", title).Line();
    }

    /// <summary>Leads from the page to the root of the site.</summary>
    public string Up => string.Concat(Enumerable.Repeat("../", path.Count(character => character == '/')));

    public MarkupWriter Html => html;

    public SitePage Heading(string text)
    {
        html.Leaf("h2", text).Line();
        return this;
    }

    public SitePage Paragraph(string text, string? kind = null)
    {
        html.Leaf("p", text, ("class", kind)).Line();
        return this;
    }

    /// <summary>A table that scrolls by itself where the screen is narrow.</summary>
    public SitePage Table(string caption, IReadOnlyList<string> columns, IEnumerable<MarkupWriter> rows)
    {
        html.Start("div", ("class", "scroll"), ("role", "region"), ("aria-label", caption), ("tabindex", "0")).Start("table").Leaf("caption", caption).Start("thead").Start("tr");
        foreach (var column in columns)
            html.Leaf("th", column, ("scope", "col"));
        html.End().End().Line().Start("tbody").Line();
        foreach (var row in rows)
            html.Add(row).Line();
        html.End().End().End().Line();
        return this;
    }

    /// <summary>As many rows as there is room for.</summary>
    /// <param name="room">Bytes.</param>
    /// <returns>How many are left out.</returns>
    public int Table(string caption, IReadOnlyList<string> columns, IReadOnlyList<MarkupWriter> rows, int room)
    {
        var fitting = Fitting(rows, room);
        Table(caption, columns, rows.Take(fitting));
        return rows.Count - fitting;
    }

    /// <summary>How many rows at the beginning take no more than some bytes, and are not too many to read.</summary>
    public static int Fitting(IReadOnlyList<MarkupWriter> rows, int room)
    {
        var count = 0;
        for (var size = 0; count < Math.Min(rows.Count, MostRows) && (size += rows[count].Size + 1) <= room; count++)
        {
        }
        return count;
    }

    /// <summary>A row that begins with a link to a package.</summary>
    /// <param name="up">Leads from the page to the root of the site.</param>
    public static MarkupWriter PackageRow(PackageName package, string up = "") =>
        new MarkupWriter().Start("tr").Start("th", ("scope", "row")).Leaf("a", package.ToString(), ("href", up + PackagePage.File(package))).End();

    /// <summary>Text of a cell, shortened where it is long.</summary>
    public static string Cut(string text, int longest = 120)
    {
        if (Encoding.UTF8.GetByteCount(MarkupText.Escape(text)) <= longest)
            return text;
        var length = Math.Min(text.Length, longest);
        while (Encoding.UTF8.GetByteCount(MarkupText.Escape(text[..length])) > longest)
            length = length * 9 / 10;
        return text[..length] + "…";
    }

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Short(Digest digest) => digest.Hex[..12];

    public static string Count(int number, string one, string many) => $"{number.ToString(CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";

    public SiteFile Finish()
    {
        html.End().Line().Start("footer").Start("p").Text("Made of commit ").Leaf("code", content.Commit)
            .Text($" of {Day(content.Date)}. Nothing else goes in: whoever has the commit makes the same bytes with ").Leaf("code", "imgrep site").Text(".").End().End().Line();
        return new SiteFile(path, html.End().End() + "\n");
    }
}
