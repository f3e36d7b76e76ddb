using System.Collections.Immutable;
using ImgRep.Markup;
using ImgRep.Trust.Signatures;

namespace ImgRep.Site;

/// <summary>Everybody who got other bytes than the tree commits to.</summary>
internal static class DissentPages
{
    private static readonly ImmutableArray<string> Columns = ["Package", "Person", "Date", "Got", "Builder", "Machine"];
    private const string Caption = "Rebuilds that gave other bytes";

    public static IEnumerable<SiteFile> Write(SiteContent content) => new Pages(
            "disagreements", "Disagreements", content.Dissents.IsEmpty ? ["None: nobody got another digest from a recipe that this commit has."] : [], Caption, Columns)
        .Write(content, content.Dissents.Select(Row));

    /// <summary>The first of them.</summary>
    public static void Table(SitePage page, SiteContent content, int most) => page.Table(Caption, Columns, content.Dissents.Take(most).Select(Row));

    private static MarkupWriter Row(VerifiedClaim said)
    {
        var workshop = said.Claim.Workshop!;
        return SitePage.PackageRow(said.Claim.Package).Leaf("td", said.Person).Leaf("td", SitePage.Day(said.SignedAt))
            .Start("td", ("class", "bad")).Leaf("code", SitePage.Short(said.Claim.Image)).End()
            .Leaf("td", $"{workshop.Builder} {workshop.Version}").Leaf("td", $"{workshop.CpuVendor}, {workshop.Distribution}").End();
    }
}
