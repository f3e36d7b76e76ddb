using ImgRep.Markup;
using ImgRep.Primitives;

namespace ImgRep.Site;

/// <summary>Packages by people: who got which digest. A sign stands for each distinct digest of a package.</summary>
internal static class MatrixPages
{
    private const int MostColumns = 100;

    public static IEnumerable<SiteFile> Write(SiteContent content)
    {
        var confirming = content.Packages.SelectMany(package => package.Image.Confirmations.Concat(package.Image.Dissents).Select(said => said.Person).Distinct())
            .CountBy(person => person).OrderByDescending(person => person.Value).ThenBy(person => person.Key, StringComparer.Ordinal).Select(person => person.Key).ToList();
        List<string> columns = [.. confirming.Take(MostColumns).Order(StringComparer.Ordinal)];
        return new Pages("matrix", "Who confirmed what", [.. Introduction(columns.Count, confirming.Count)], "Digests by package and person", ["Package", .. columns])
            .Write(content, content.Sorted.Select(package => Row(package, columns)));
    }

    /// <summary>B for the digest that somebody got first against the tree's, and so on.</summary>
    internal static Dictionary<Digest, string> Signs(SitePackage package) => package.Image.Dissents.OrderBy(said => said.SignedAt).ThenBy(said => said.Claim.Image)
        .Select(said => said.Claim.Image).Distinct().Index()
        .ToDictionary(one => one.Item, one => one.Index < 25 ? ((char)('B' + one.Index)).ToString() : $"Z{SitePage.Number(one.Index - 24)}");

    private static IEnumerable<string> Introduction(int shown, int confirming)
    {
        yield return "A is the digest that the tree commits to. B, C and so on, each with the word \u201cdiffers\u201d, are others that somebody got from the same recipe: "
            + "then somebody is wrong.";
        if (confirming == 0)
            yield return "Nobody has confirmed anything yet.";
        if (confirming > shown)
            yield return $"{SitePage.Count(confirming - shown, "person", "people")} who confirmed the fewest have no column here: the pages of packages name everybody.";
    }

    private static MarkupWriter Row(SitePackage package, List<string> columns)
    {
        var row = SitePage.PackageRow(package.Name);
        var signs = Signs(package);
        var confirming = package.Image.Confirmations.Select(said => said.Person).ToHashSet(StringComparer.Ordinal);
        var dissenting = package.Image.Dissents.ToLookup(said => said.Person, said => said.Claim.Image, StringComparer.Ordinal);
        foreach (var person in columns)
        {
            // Not by colour alone.
            var others = dissenting[person].Select(digest => $"{signs[digest]} differs").Distinct().Order(StringComparer.Ordinal).ToList();
            row.Leaf("td", string.Join(", ", confirming.Contains(person) ? others.Prepend("A") : others), ("class", others.Count > 0 ? "bad" : null));
        }
        return row.End();
    }
}
