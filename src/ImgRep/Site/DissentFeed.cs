using System.Globalization;
using ImgRep.Markup;

namespace ImgRep.Site;

/// <summary>Disagreements as a feed (RFC 4287), newest first.</summary>
internal static class DissentFeed
{
    public const string Path = "disagreements.atom";
    private const int Most = 100;

    public static SiteFile Write(SiteContent content)
    {
        var feed = new MarkupWriter("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        feed.Start("feed", ("xmlns", "http://www.w3.org/2005/Atom")).Leaf("title", "Disagreements about images").Leaf("id", "urn:imgrep:disagreements")
            .Leaf("updated", Moment(content.Date)).Start("author").Leaf("name", "imgrep site").End().Empty("link", ("rel", "self"), ("href", Path)).Line();
        foreach (var said in content.Dissents.OrderByDescending(said => said.SignedAt).Take(Most))
        {
            feed.Start("entry").Leaf("title", $"{said.Person} got other bytes of {said.Claim.Package}")
                .Leaf("id", $"urn:imgrep:disagreement:{said.Claim.Package}:{said.Person}:{said.Claim.Image.Hex}").Leaf("updated", Moment(said.SignedAt))
                .Empty("link", ("href", PackagePage.File(said.Claim.Package)))
                .Leaf("summary", $"{said.Claim.Image} from the recipe {said.Claim.Recipe}, with {said.Claim.Workshop!.Builder} on {said.Claim.Workshop.Distribution}")
                .End().Line();
        }
        return new SiteFile(Path, feed.End() + "\n");
    }

    private static string Moment(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
