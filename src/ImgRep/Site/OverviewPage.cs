using ImgRep.Trust.Policies;

namespace ImgRep.Site;

/// <summary>Where a visitor begins.</summary>
internal static class OverviewPage
{
    private const int Shown = 20;

    public static SiteFile Write(SiteContent content)
    {
        var page = new SitePage(content, "index.html", "Reproducible images, and who confirmed them");
        var met = content.Packages.Count(package => package.Verdict is { IsMet: true });
        page.Paragraph($"{SitePage.Count(content.Packages.Length, "package", "packages")}, each built from source by a recipe that anybody can run. "
            + "An image is confirmed by people who rebuilt it on their own machines and got the same bytes.");
        page.Html.Start("dl");
        Entry("Confirmed as the policy asks", $"{SitePage.Number(met)} of {SitePage.Number(content.Packages.Length)}");
        Entry("The policy asks for", content.Asked is null ? "nothing: nobody has signed this tree yet" : Asked(content.Asked));
        Entry("People", SitePage.Number(content.People.Length));
        Entry("Organisations", SitePage.Number(content.People.Select(person => person.Organisation).Distinct().Count()));
        var disagreements = content.Dissents.IsEmpty ? "none" : SitePage.Number(content.Dissents.Length);
        page.Html.Leaf("dt", "Disagreements").Leaf("dd", disagreements, ("class", content.Dissents.IsEmpty ? null : "bad")).End().Line();
        if (!content.Dissents.IsEmpty)
        {
            page.Heading("Somebody got other bytes");
            DissentPages.Table(page, content, Shown);
        }
        page.Heading("Check it yourself");
        page.Paragraph("Do not trust this page. In a checkout of the commit below, this verifies every signature, and this rebuilds a package:");
        page.Html.Start("pre", ("tabindex", "0"))
            .Leaf("code", $"git checkout {content.Commit}\nimgrep verify\nimgrep reproduce {content.Sorted.FirstOrDefault()?.Name.ToString() ?? "NAME"}").End().Line();
        page.Html.Start("p").Text("Podman and Skopeo find signatures in ").Leaf("code", "lookaside/").Text(" of this site. ").Leaf("code", "SHA256SUMS")
            .Text(" lists all its files. ").Leaf("a", "A feed", ("href", DissentFeed.Path)).Text(" tells of new disagreements.").End().Line();
        return page.Finish();

        void Entry(string term, string meaning) => page.Html.Leaf("dt", term).Leaf("dd", meaning);
    }

    /// <summary>Like <c>2 people, 2 organisations</c>.</summary>
    private static string Asked(Quorum quorum) => string.Join(", ", new (int Wanted, string One, string Many)[]
        {
            (quorum.People, "person", "people"), (quorum.Organisations, "organisation", "organisations"), (quorum.Builders, "builder", "builders"),
            (quorum.CpuVendors, "CPU vendor", "CPU vendors"), (quorum.Distributions, "distribution", "distributions"),
        }.Where(count => count.Wanted > 0).Select(count => SitePage.Count(count.Wanted, count.One, count.Many))
        .Concat(quorum.Roles.Where(role => role.Value > 0).Select(role => $"{SitePage.Number(role.Value)} of role {ImgRep.Trust.People.Roles.NameOf(role.Key)}"))
        .Concat(quorum.Dissent switch
        {
            null => (string[])[],
            0 => ["nobody who disagrees"],
            { } most => [$"at most {SitePage.Count(most, "person who disagrees", "people who disagree")}"],
        }));
}
