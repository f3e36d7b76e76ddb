using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using ImgRep.Primitives;
using ImgRep.Site;
using ImgRep.Tests.Trust;
using ImgRep.Trust.Lineages;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Reputation;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Tests.Site;

public class WebsiteTests
{
    private const string Hostile = "</title><script>alert(1)</script>\"'\u202e\u0007<img src=x onerror=alert(1)>&amp;";

    private static readonly DateTimeOffset Date = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Quorum Two = new(2, 2, 0, 0, 0, ImmutableSortedDictionary<Role, int>.Empty, SourceSpan.Whole("policy.yaml"));

    [Fact]
    public void The_same_content_gives_the_same_bytes() => Website.Write(Small()).ShouldBe(Website.Write(Small()));

    [Fact]
    public void Every_link_leads_to_a_file_of_the_site()
    {
        var files = Website.Write(Small()).ToDictionary(file => file.Path);
        foreach (var file in files.Values.Where(file => file.Path.EndsWith(".html", StringComparison.Ordinal)))
        {
            var links = Html(file).Descendants().SelectMany(element => element.Attributes()).Where(attribute => attribute.Name.LocalName is "href" or "src")
                .Select(attribute => attribute.Value).Where(link => !link.StartsWith("https://", StringComparison.Ordinal) && link != "#content").ToList();
            links.ShouldNotBeEmpty();
            links.Select(link => new Uri(new Uri("https://x/" + file.Path), link).AbsolutePath[1..]).ShouldBeSubsetOf(files.Keys, file.Path);
        }
    }

    [Fact]
    public void Pages_can_be_used_by_keyboard_and_screen_reader()
    {
        foreach (var file in Website.Write(Small()).Where(file => file.Path.EndsWith(".html", StringComparison.Ordinal)))
        {
            var html = Html(file);
            html.Root!.Attribute("lang")!.Value.ShouldBe("en");
            html.Root.Element("head")!.Element("title")!.Value.ShouldNotBeEmpty();
            Named(html, "h1").ShouldHaveSingleItem();
            Named(html, "main").ShouldHaveSingleItem().Attribute("id")!.Value.ShouldBe("content");
            Named(html, "a").First().Attribute("href")!.Value.ShouldBe("#content", "the first key leads past the links that all pages have");
            Named(html, "img").ShouldAllBe(image => image.Attribute("alt") != null);
            Named(html, "svg").ShouldAllBe(image => image.Attribute("role")!.Value == "group" && image.Attribute("aria-label") != null, "it has links");
            Named(html, "table").ShouldAllBe(table => table.Elements().First().Name.LocalName == "caption");
            Named(html, "th").ShouldAllBe(head => head.Attribute("scope") != null);
            Named(html, "script").ShouldBeEmpty();
            html.Descendants().Where(element => element.Attribute("class")?.Value == "scroll")
                .ShouldAllBe(area => area.Attribute("tabindex")!.Value == "0" && area.Attribute("aria-label") != null, "what scrolls can be reached and has a name");
        }
    }

    [Fact]
    public void Text_from_outside_stays_text()
    {
        var app = Lineages.Image("app", ["alice"], (null, "FROM scratch\n# " + Hostile.Replace("\u0007", "", StringComparison.Ordinal) + "\nCOPY x /\n"));
        var people = Lineages.People.SetItem("alice", Lineages.People["alice"] with { Name = Hostile });
        var labels = new[] { "version", "licenses", "description", "url" }.ToImmutableSortedDictionary(name => $"org.opencontainers.image.{name}", name => name == "url"
            ? "javascript:alert(1)" : Hostile, StringComparer.Ordinal);
        var content = Content(people, [Package(app) with { Labels = labels }]);
        foreach (var file in Website.Write(content).Where(file => file.Path != "style.css"))
        {
            file.Text.ShouldNotContain("<script>", Case.Sensitive, file.Path);
            file.Text.ShouldNotContain("<img src=x", Case.Sensitive, file.Path);
            file.Text.ShouldNotContain("\u202e", Case.Sensitive, file.Path);
            file.Text.ShouldNotContain("javascript:", Case.Sensitive, file.Path);
            Html(file);
        }
    }

    [Fact]
    public void The_matrix_has_one_sign_for_each_digest_and_dissent_is_marked()
    {
        var table = Rows(Website.Write(Small()).Single(file => file.Path == "matrix-1.html"));
        table[0].ShouldBe(["Package", "alice", "bob", "carol"]);
        table[1].ShouldBe(["app", "A", "A", "!B differs"]);
        table[2].ShouldBe(["libc", "A", "", ""]);
    }

    [Fact]
    public void What_is_lacking_is_said_of_each_package() =>
        Rows(Website.Write(Small()).Single(file => file.Path == "lacking-1.html"))[1..].ShouldBe(
            [["app", "has two", "has two", "lacks one", "lacks one"], ["libc", "lacks one", "lacks one", "lacks one", "lacks one"]]);

    [Fact]
    public void Disagreements_are_a_feed()
    {
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var feed = XDocument.Parse(Website.Write(Small()).Single(file => file.Path == "disagreements.atom").Text).Root!;
        feed.Element(atom + "updated")!.Value.ShouldBe("2026-06-01T00:00:00Z");
        var entry = feed.Elements(atom + "entry").ShouldHaveSingleItem();
        entry.Element(atom + "id")!.Value.ShouldBe($"urn:imgrep:disagreement:app:carol:{Lineages.Of("bad").Hex}");
        entry.Element(atom + "updated")!.Value.ShouldBe("2026-03-01T00:00:00Z");
        foreach (var member in (string[])["id", "title", "updated", "summary", "link"])
            entry.Element(atom + member).ShouldNotBeNull();
    }

    [Fact]
    public void A_page_of_a_package_has_all_about_it()
    {
        var page = Html(Website.Write(Small()).Single(file => file.Path == "package/app.html"));
        var text = page.Root!.Value;
        text.ShouldContain("imgrep reproduce app");
        text.ShouldContain("ADD --checksum=sha256:91dab8ded6bd804a6bb3f626489101bed96c27e13dfd18fad45c066ad970b99a");
        text.ShouldContain("The weakest edge is from libc to seed/two: confirmed by alice of 1 organisation.");
        text.ShouldContain("confirmed: 2 of 2 people (alice, bob)");
        Named(page, "a").Select(link => link.Attribute("href")!.Value).ShouldContain("https://example.org/app-1.0.tar.gz");
        Named(page, "svg").ShouldHaveSingleItem();
    }

    [Fact]
    public void A_tree_that_nobody_signed_has_a_site_too()
    {
        var content = Content(ImmutableSortedDictionary<string, Person>.Empty, [Package(Lineages.Libc()) with { Verdict = null }]) with { Asked = null };
        Website.Write(content).Single(file => file.Path == "index.html").Text.ShouldContain("nothing: nobody has signed this tree yet");
        Website.Write(Content(ImmutableSortedDictionary<string, Person>.Empty, [])).ShouldNotBeEmpty();
    }

    /// <summary>Long names, many people, everything needs everything: whatever a tree has, its pages stay small.</summary>
    [Fact]
    public void No_page_is_larger_than_one_that_loads_at_once()
    {
        var people = Enumerable.Range(0, 120).ToImmutableSortedDictionary(number => $"p{number:d3}-{new string('x', 35)}", number => Lineages.People["alice"] with
        {
            Id = $"p{number:d3}-{new string('x', 35)}",
            Name = new string('"', 500),
        });
        string[] ids = [.. people.Keys];
        var recipe = string.Concat(Enumerable.Repeat("# \"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\n", 2000));
        var packages = new List<SitePackage>();
        for (var number = 0; number < 130; number++)
        {
            var needs = string.Concat(packages.Select((one, index) => $"FROM imgrep/{one.Image.Package} AS s{index}\n"));
            var copies = string.Concat(packages.Select((_, index) => $"COPY --from=s{index} / /\n"));
            packages.Add(Package(Lineages.Image($"n{number:d3}{new string('y', 200)}", ids, (null, $"{needs}FROM scratch\n{copies}COPY x /\n{(number > 120 ? recipe : "")}"))) with
            {
                Labels = ImmutableSortedDictionary<string, string>.Empty.Add("org.opencontainers.image.description", new string('&', 3000)),
            });
        }
        foreach (var file in Website.Write(Content(people, [.. packages])))
            Encoding.UTF8.GetByteCount(file.Text).ShouldBeLessThan(SiteFile.LargestPage, file.Path);
    }

    private static SiteContent Small()
    {
        var app = Lineages.Image("app", ["alice", "bob"], (null, Lineages.App));
        app = app with { Dissents = [Lineages.Confirm("carol", app.Package, app.Routes[0].Recipes[0].Key, Lineages.Of("bad"))] };
        return Content(Lineages.People, [Package(Lineages.Libc("alice")), Package(app)]);
    }

    private static SiteContent Content(ImmutableSortedDictionary<string, Person> people, ImmutableArray<SitePackage> packages) =>
        new("8e1f0a7c6d5b4a39281706f5e4d3c2b1a0998877", Date, packages, [.. people.Values], Two, Lineages.Seeds, new HashSet<Digest>());

    private static SitePackage Package(LineageImage image)
    {
        var recipes = image.StartsFromSeeds ? RecipeKeys.Any : new RecipeKeys([.. image.Routes.Select(route => route.Recipes[0].Key)], null);
        var people = image.Confirmations.Concat(image.Dissents).Select(said => said.Person).Distinct()
            .ToDictionary(person => person, person => Lineages.People.GetValueOrDefault(person) ?? Lineages.People["alice"] with { Id = person }, StringComparer.Ordinal);
        return new SitePackage(
            image, Verdict.Evaluate(Two, image.Package, image.Image!, image.Confirmations.Concat(image.Dissents), people, Standing.OfAnybody, recipes),
            ImmutableSortedDictionary<string, string>.Empty, IsTested: true);
    }

    private static XDocument Html(SiteFile file) => XDocument.Parse(file.Text.Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal));

    private static IEnumerable<XElement> Named(XDocument html, string name) => html.Descendants().Where(element => element.Name.LocalName == name);

    /// <summary>The cells of the one table; <c>!</c> before what is marked as bad.</summary>
    private static List<string[]> Rows(SiteFile file) => [.. Named(Html(file), "tr").Select(row => row.Elements()
        .Select(cell => (cell.Attribute("class")?.Value.Contains("bad", StringComparison.Ordinal) == true ? "!" : "") + cell.Value).ToArray())];
}
