using ImgRep.Markup;

namespace ImgRep.Site;

/// <summary>The list of packages, and of what each still lacks.</summary>
internal static class PackagePages
{
    private static readonly (string What, string Lacks)[] Independent =
        [("people", "a second person"), ("organisations", "a second organisation"), ("builders", "a second builder"), ("CPU vendors", "a second CPU vendor")];

    public static IEnumerable<SiteFile> Write(SiteContent content) =>
        new Pages("packages", "Packages", [], "Packages by name", ["Package", "Version", "Licence", "What it is", "Lines of recipe", "Test", "People", "Organisations", "State"])
            .Write(content, content.Sorted.Select(Row));

    /// <summary>What has nobody beside whoever confirmed it first.</summary>
    public static IEnumerable<SiteFile> Lacking(SiteContent content)
    {
        List<SitePackage> lacking = [.. content.Sorted.Where(package => Independent.Any(kind => package.Count(kind.What) < 2))];
        var introduction = lacking.Count == 0 ? "Nothing: every package has two people, organisations, builders and CPU vendors."
            : $"{SitePage.Count(lacking.Count, "package lacks", "packages lack")} a second opinion of some kind. To rebuild one of them, and to sign what came out, helps most.";
        return new Pages("lacking", "What is lacking", [introduction], "Packages that lack a second opinion", ["Package", .. Independent.Select(kind => kind.Lacks)])
            .Write(content, lacking.Select(LackingRow));
    }

    private static MarkupWriter Row(SitePackage package)
    {
        var (state, kind) = package switch
        {
            { Image.Dissents.IsEmpty: false } => ("disputed", "bad"),
            { Image.Image: null } => ("no digest", "soft"),
            { Verdict: { IsMet: true } } => ("confirmed", "good"),
            _ => ("not confirmed", "soft"),
        };
        return SitePage.PackageRow(package.Name).Leaf("td", SitePage.Cut(package.Version)).Leaf("td", SitePage.Cut(package.Licence)).Leaf("td", SitePage.Cut(package.Description))
            .Leaf("td", SitePage.Number(package.Lines), ("class", "n")).Leaf("td", package.IsTested ? "yes" : "no")
            .Leaf("td", SitePage.Number(package.Count("people")), ("class", "n")).Leaf("td", SitePage.Number(package.Count("organisations")), ("class", "n"))
            .Leaf("td", state, ("class", kind)).End();
    }

    private static MarkupWriter LackingRow(SitePackage package)
    {
        var row = SitePage.PackageRow(package.Name);
        foreach (var (what, _) in Independent)
            row.Leaf("td", package.Count(what) switch { 0 => "lacks two", 1 => "lacks one", _ => "has two" }, ("class", package.Count(what) < 2 ? null : "soft"));
        return row.End();
    }
}
