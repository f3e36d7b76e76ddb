using System.Text;
using ImgRep.Building;
using ImgRep.Markup;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Lineages;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Site;

/// <summary>All about one package.</summary>
internal sealed class PackagePage
{
    /// <summary>Bytes that lists, the picture and recipes may take; what stands around them takes less than what is left.</summary>
    private const int RoomOfList = 12_000;
    private const int RoomOfPicture = 30_000;
    private const int Room = SiteFile.LargestPage - 2_000;
    private readonly SiteContent content;
    private readonly SitePackage package;
    private readonly SitePage page;

    private PackagePage(SiteContent content, SitePackage package)
    {
        (this.content, this.package) = (content, package);
        page = new SitePage(content, File(package.Name), package.Name.ToString());
    }

    public static string File(PackageName name) => $"package/{name}.html";

    /// <param name="index">The place of each package in the order of building.</param>
    public static SiteFile Write(SiteContent content, IReadOnlyDictionary<PackageName, int> index, SitePackage package)
    {
        var writing = new PackagePage(content, package);
        writing.Facts();
        writing.Confirmations();
        writing.Rebuild();
        writing.Picture(index);
        writing.Links("It needs", package.Needs);
        writing.Links("What needs it", [.. content.Users[package.Name]]);
        writing.Sources();
        writing.Recipes();
        return writing.page.Finish();
    }

    private void Facts()
    {
        if (package.Description.Length > 0)
            page.Paragraph(SitePage.Cut(package.Description));
        page.Html.Start("dl");
        Entry("Version", SitePage.Cut(package.Version));
        Entry("Licence", SitePage.Cut(package.Licence));
        if (IsWeb(package.Home))
            page.Html.Leaf("dt", "Home page").Start("dd").Leaf("a", package.Home, ("href", package.Home), ("rel", "noreferrer")).End();
        page.Html.Leaf("dt", "Digest").Start("dd").Leaf("code", package.Image.Image?.ToString() ?? "none: nobody has said what it comes to").End();
        Entry("Test", package.IsTested ? $"tests/packages/{package.Name}" : "none");
        page.Html.Leaf("dt", "Verdict").Leaf("dd", Verdict(out var kind), ("class", kind));
        page.Html.Leaf("dt", "Badge").Start("dd").Empty("img", ("src", page.Up + Badge.File(package.Name)), ("alt", "a badge for other pages"), ("height", "20"))
            .End().End().Line();
    }

    private string Verdict(out string kind)
    {
        kind = package.Verdict is { IsMet: true } ? "good" : "bad";
        if (package.Verdict is { } verdict)
            return verdict.IsMet ? $"confirmed: {SitePage.Cut(VerdictText.Counts(verdict))}" : $"not confirmed, missing {VerdictText.Missing(verdict)}";
        kind = "soft";
        return "not judged: the tree has no policy, or the package no digest";
    }

    private void Confirmations()
    {
        page.Heading("Who rebuilt it");
        var said = package.Image.Confirmations.Select(claim => (Claim: claim, IsSame: true)).Concat(package.Image.Dissents.Select(claim => (Claim: claim, IsSame: false)))
            .OrderBy(one => one.IsSame).ThenBy(one => one.Claim.SignedAt).ThenBy(one => one.Claim.Person, StringComparer.Ordinal)
            .DistinctBy(one => (one.Claim.Person, one.Claim.Claim)).ToList();
        if (said.Count == 0)
        {
            page.Paragraph("Nobody whose word counts.");
            return;
        }
        var signs = MatrixPages.Signs(package);
        More(page.Table($"Rebuilds of {package.Name}", ["Person", "Organisation", "Date", "Got", "Builder", "CPU", "Distribution", "Recipe"],
            [.. said.Select(one => Row(one.Claim, one.IsSame, signs))], RoomOfList), "rebuild", "rebuilds");
    }

    private MarkupWriter Row(VerifiedClaim said, bool isSame, Dictionary<Digest, string> signs)
    {
        var workshop = said.Claim.Workshop!;
        return new MarkupWriter().Start("tr").Leaf("th", said.Person, ("scope", "row")).Leaf("td", SitePage.Cut(content.ById[said.Person].Organisation.Name))
            .Leaf("td", SitePage.Day(said.SignedAt))
            .Leaf("td", isSame ? "A: this image" : $"{signs[said.Claim.Image]}: {SitePage.Short(said.Claim.Image)}", ("class", isSame ? "good" : "bad"))
            .Leaf("td", $"{workshop.Builder} {workshop.Version}").Leaf("td", workshop.CpuVendor).Leaf("td", workshop.Distribution)
            .Start("td").Leaf("code", SitePage.Short(said.Claim.Recipe!)).End().End();
    }

    private void Rebuild()
    {
        page.Heading("Rebuild it");
        page.Html.Start("pre", ("tabindex", "0"))
            .Leaf("code", $"git checkout {content.Commit}\nimgrep reproduce {package.Name}\nimgrep sign {package.Name}").End().Line();
        if (package.Image.Dissents.IsEmpty)
            return;
        page.Paragraph("In what do those differ who got other bytes? Nothing is built or fetched to say it:");
        page.Html.Start("pre", ("tabindex", "0")).Leaf("code", $"imgrep dispute {package.Name}").End().Line();
    }

    private void Picture(IReadOnlyDictionary<PackageName, int> index)
    {
        page.Heading("What it is made of");
        foreach (var most in (int[])[40, 20, 10])
        {
            if (NearLineage.Trace(content, index, package, most) is { } lineage
                && LineageDrawing.Write(lineage.Drawn, null, name => page.Up + File(PackageName.Parse(name))) is { Size: <= RoomOfPicture } drawing)
            {
                Picture(lineage, drawing);
                return;
            }
        }
        page.Paragraph($"Too much for a picture: imgrep lineage {package.Name} lists it.");
    }

    private void Picture(NearLineage lineage, MarkupWriter drawing)
    {
        if (!lineage.IsWhole)
            page.Paragraph($"The nearest only: imgrep lineage {package.Name} lists all of it.");
        if (lineage.Drawn.Weakest is { } weakest)
            page.Paragraph($"The weakest edge{(lineage.IsWhole ? "" : " of these")} is from {weakest.From} to {SitePage.Cut(weakest.To.Name)}: "
                + $"confirmed by {SitePage.Cut(weakest.Confirmed)}.");
        page.Html.Start("div", ("class", "scroll"), ("role", "region"), ("aria-label", $"What {package.Name} is made of, as a picture"), ("tabindex", "0"))
            .Add(drawing).End().Line();
    }

    private void Links(string heading, IReadOnlyList<PackageName> names)
    {
        if (names.Count == 0)
            return;
        List<MarkupWriter> links = [.. names.Select(name => new MarkupWriter().Leaf("a", name.ToString(), ("href", page.Up + File(name))))];
        var fitting = SitePage.Fitting(links, RoomOfList / 2);
        page.Heading(heading).Html.Start("p");
        foreach (var (index, link) in links.Take(fitting).Index())
            page.Html.Text(index == 0 ? "" : ", ").Add(link);
        page.Html.End().Line();
        More(names.Count - fitting, "package", "packages");
    }

    private void Sources()
    {
        List<MarkupWriter> rows = [.. package.Image.Routes.SelectMany(route => route.Route.Sources).Distinct().Select(Row)];
        if (rows.Count > 0)
            More(page.Heading("Its sources").Table($"Source files of {package.Name}", ["File", "SHA-256", "Made by"], rows, RoomOfList), "source", "sources");
    }

    private MarkupWriter Row(SourceRequest source)
    {
        var (url, shown) = (source.Url.AbsoluteUri, SitePage.Cut(source.Url.AbsoluteUri, 300));
        var row = new MarkupWriter().Start("tr").Start("th", ("scope", "row"));
        if (IsWeb(url) && shown == url)
            row.Leaf("a", url, ("href", url), ("rel", "noreferrer"));
        else
            row.Text(shown);
        return row.End().Start("td").Leaf("code", source.Digest.Hex).End()
            .Leaf("td", content.Repacks.Contains(source.Digest) ? "a distribution, not upstream" : "upstream").End();
    }

    private void Recipes()
    {
        foreach (var route in package.Image.Routes.Select(route => route.Route))
        {
            page.Heading(route.Name is null ? "Its recipe" : $"Its recipe, route {SitePage.Cut(route.Name)}").Paragraph(route.File, "soft");
            var text = Encoding.UTF8.GetString(route.Source.Span);
            var shown = SitePage.Cut(text, Math.Max(0, Room - page.Html.Size - 2_000));
            page.Html.Start("pre", ("tabindex", "0")).Leaf("code", shown).End().Line();
            if (shown != text)
            {
                page.Paragraph("The rest is in the tree.");
                return;
            }
        }
    }

    private void Entry(string term, string meaning)
    {
        if (meaning.Length > 0)
            page.Html.Leaf("dt", term).Leaf("dd", meaning);
    }

    private void More(int count, string one, string many)
    {
        if (count > 0)
            page.Paragraph($"{SitePage.Count(count, $"more {one}", $"more {many}")} not shown.");
    }

    private static bool IsWeb(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";
}
