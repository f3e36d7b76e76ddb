using ImgRep.Markup;
using ImgRep.Trust.People;

namespace ImgRep.Site;

/// <summary>Who confirms, for whom, since when.</summary>
internal static class PeoplePages
{
    public static IEnumerable<SiteFile> Write(SiteContent content)
    {
        var confirmed = Count(content.Packages.SelectMany(package => package.Image.Confirmations.Select(said => said.Person).Distinct()));
        var dissented = Count(content.Dissents.Select(said => said.Person));
        return new Pages(
                "people", "People and organisations", content.People.IsEmpty ? ["Nobody has signed this tree yet."] : [], "People by id",
                ["Id", "Name", "Organisation", "Roles", "Since", "Left", "Confirmed", "Disagrees"])
            .Write(content, content.People.OrderBy(person => person.Id, StringComparer.Ordinal)
                .Select(person => Row(person, confirmed.GetValueOrDefault(person.Id), dissented.GetValueOrDefault(person.Id))));
    }

    private static MarkupWriter Row(Person person, int confirmed, int dissented) => new MarkupWriter().Start("tr").Leaf("th", person.Id, ("scope", "row"))
        .Leaf("td", SitePage.Cut(person.Name)).Leaf("td", SitePage.Cut(person.Organisation.Name)).Leaf("td", string.Join(", ", person.Roles.Select(Roles.NameOf)))
        .Leaf("td", person.Since is { } since ? SitePage.Day(since) : "").Leaf("td", person.Left is { } left ? SitePage.Day(left) : "")
        .Leaf("td", SitePage.Number(confirmed), ("class", "n")).Leaf("td", SitePage.Number(dissented), ("class", dissented > 0 ? "n bad" : "n")).End();

    private static Dictionary<string, int> Count(IEnumerable<string> people) => people.CountBy(person => person).ToDictionary(StringComparer.Ordinal);
}
