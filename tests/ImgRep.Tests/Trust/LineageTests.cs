using System.Xml.Linq;
using ImgRep.Primitives;
using ImgRep.Trust.Lineages;

namespace ImgRep.Tests.Trust;

public class LineageTests
{
    private static readonly string Pinned = $"imgrep/old@{Lineages.Of("old")}";

    [Fact]
    public void It_goes_down_to_seeds_and_sources_and_leaves_out_what_is_not_needed()
    {
        var lineage = Lineages.Trace("app", Lineages.Libc(), Lineages.Image("other", [], (null, "FROM imgrep/libc\n")), App());
        lineage.Images.Select(image => image.Package.ToString()).ShouldBe(["app", "libc"]);
        lineage.Edges.Select(edge => $"{edge.From} {edge.To.KindName} {edge.To.Name} {string.Join(',', edge.Routes)}").ShouldBe(
            ["app image libc ", "app source https://example.org/app-1.0.tar.gz ", "libc seed seed/one a", "libc seed seed/two b"]);
        lineage.Edges[0].To.Digest.ShouldBe(Lineages.Of("libc"));
    }

    [Fact]
    public void An_edge_is_confirmed_by_who_rebuilt_from_a_recipe_that_has_it()
    {
        var two = Lineages.Image("two", [], ("a", "FROM imgrep/libc\nRUN a\n"), ("b", $"FROM imgrep/app\nRUN b\n"));
        two = two with { Confirmations = [Said(two, 0, "alice"), Said(two, 1, "bob"), Said(two, 1, "carol")] };
        var edges = Lineages.Trace("two", Lineages.Libc(), App(), two).Edges;
        edges.Single(edge => edge.From == two.Package && edge.To.Name == "libc").Confirmed.ShouldBe("alice of 1 organisation");
        edges.Single(edge => edge.From == two.Package && edge.To.Name == "app").Confirmed.ShouldBe("bob, carol of 1 organisation");
    }

    [Fact]
    public void Of_what_starts_from_seeds_any_recipe_counts() =>
        Lineages.Trace("libc", Lineages.Libc("alice", "bob")).Edges.ShouldAllBe(edge => edge.Confirmed == "alice, bob of 2 organisations");

    [Fact]
    public void The_weakest_edge_has_the_fewest_organisations_then_the_fewest_people_and_is_the_lowest()
    {
        Lineages.Trace("app", Lineages.Libc("alice", "bob"), App("bob", "carol")).Weakest!.From.ToString().ShouldBe("app", "bob and carol are one organisation");
        Lineages.Trace("app", Lineages.Libc("alice"), App("bob", "carol")).Weakest!.From.ToString().ShouldBe("libc");
        var even = Lineages.Trace("app", Lineages.Libc("alice"), App("bob"));
        even.Weakest!.To.Name.ShouldBe("seed/two");
        even.AsWeak.ShouldBe(3);
    }

    [Fact]
    public void Holes_are_said()
    {
        var libc = Lineages.Libc("alice");
        var app = Lineages.Image("app", [], (null, $"FROM imgrep/libc AS a\nFROM scratch\nCOPY --from={Pinned} / /\nCOPY --from=a / /\n"));
        app = app with { Dissents = [Lineages.Confirm("bob", app.Package, Lineages.Of("recipe"), Lineages.Of("bad"))] };
        Lineages.Trace("app", libc, app).Holes.Select(hole => $"{hole.KindName} {hole.Subject}: {hole.Reason}").ShouldBe(
        [
            "unconfirmed app: nobody whose word counts has rebuilt it from the recipe that the tree has",
            $"disputed app: bob got {Lineages.Of("bad")} from the same recipe",
            "below-policy libc: it does not have the confirmations that policy.yaml asks for",
            $"pinned {Pinned}: it is named by its digest: what it was made of is not in this tree",
            "seed seed/one: others compiled it: 7 binary packages of bookworm",
            "seed seed/two: others compiled it: 8 binary packages of trixie",
        ]);
    }

    [Fact]
    public void A_tree_that_nobody_signed_and_sources_that_a_distribution_made_are_holes()
    {
        var app = App() with { IsMet = null };
        var repack = app.Routes[0].Route.Sources[0].Digest;
        Lineage.Trace(app.Package, [Lineages.Libc() with { Image = null }, app], Lineages.Seeds, null, new HashSet<Digest> { repack })
            .Holes.Select(hole => hole.Kind).ShouldBe([HoleKind.Unsigned, HoleKind.NoDigest, HoleKind.Repack, HoleKind.Seed, HoleKind.Seed]);
    }

    [Fact]
    public void In_dot_every_edge_has_its_confirmers_and_text_cannot_end_a_name()
    {
        var lines = LineageDot.Print(Lineages.Trace("libc", Lineages.Libc("alice"))).ToList();
        lines.ShouldContain("  \"libc\" -> \"seed/two\" [label=\"alice of 1 organisation\", color=red, penwidth=2];");
        var lineage = Lineages.Trace("libc", Lineages.Libc());
        lineage = lineage with { Edges = [lineage.Edges[0] with { To = new Origin(OriginKind.Source, "https://x/\"];\nevil\\", null) }] };
        LineageDot.Print(lineage).ShouldContain("  \"https://x/\\\"];\ufffdevil\\\\\" [shape=note];");
    }

    [Fact]
    public void A_picture_is_xml_whatever_names_are_in_it()
    {
        var lineage = Lineages.Trace("libc", Lineages.Libc("alice"));
        var hostile = lineage with { Edges = [lineage.Edges[0] with { To = new Origin(OriginKind.Pinned, "</title><script>\u0000\u202e&\"'", null), People = ["<b>"] }] };
        var picture = XDocument.Parse(LineageDrawing.Print(hostile));
        picture.Descendants().Select(element => element.Name.LocalName).Distinct().ShouldBe(["svg", "style", "rect", "g", "title", "path", "text"], ignoreOrder: true);
        LineageDrawing.Print(hostile).ShouldNotContain("\u202e");
    }

    [Fact]
    public void A_picture_has_every_image_and_seed_below_what_is_made_of_it_and_counts_sources()
    {
        var picture = XDocument.Parse(LineageDrawing.Print(Lineages.Trace("app", Lineages.Libc("alice"), App("alice"))));
        var boxes = picture.Descendants().Where(group => group.Name.LocalName == "g" && group.Elements().Any(part => part.Name.LocalName == "rect"))
            .ToDictionary(group => group.Elements().First().Value, group => int.Parse(group.Elements().Single(part => part.Name.LocalName == "rect").Attribute("y")!.Value,
                System.Globalization.CultureInfo.InvariantCulture));
        boxes.Keys.ShouldBe(["app", "libc", "seed/one", "seed/two"], ignoreOrder: true);
        boxes["app"].ShouldBeLessThan(boxes["libc"]);
        boxes["libc"].ShouldBeLessThan(boxes["seed/one"]);
        boxes["seed/one"].ShouldBe(boxes["seed/two"]);
        picture.Descendants().Where(text => text.Name.LocalName == "text").Select(text => text.Value).ShouldContain("1 source");
        picture.Root!.Attribute("aria-label")!.Value.ShouldContain("the weakest edge, libc to seed/two, is confirmed by alice of 1 organisation");
    }

    [Fact]
    public void Packages_that_do_not_depend_on_each_other_may_come_in_any_order()
    {
        var (a, b) = (Lineages.Image("a", ["alice"], (null, "FROM scratch\nCOPY x /\n")), Lineages.Image("b", ["bob"], (null, "FROM scratch\nCOPY x /\n")));
        var top = Lineages.Image("top", [], (null, "FROM imgrep/a AS a\nFROM imgrep/b\nCOPY --from=a / /\n"));
        Lineages.Trace("top", a, b, top).Edges.Select(edge => edge.To.Name).ShouldBe(Lineages.Trace("top", b, a, top).Edges.Select(edge => edge.To.Name));
    }

    private static LineageImage App(params string[] people) => Lineages.Image("app", people, (null, Lineages.App));

    private static ImgRep.Trust.Signatures.VerifiedClaim Said(LineageImage image, int route, string person) =>
        Lineages.Confirm(person, image.Package, image.Routes[route].Recipes[0].Key, image.Image!);
}
