using System.Text;
using ImgRep.Packages;

namespace ImgRep.Tests.Packages;

public class RouteRulesTests
{
    [Fact]
    public void Routes_that_start_from_different_seeds_are_fine() =>
        Check(("bookworm", From("seed/bookworm")), ("trixie", From("seed/trixie"))).ShouldBeEmpty();

    [Fact]
    public void Routes_need_no_seeds() =>
        Check(("a", From("imgrep/gcc")), ("b", From("imgrep/clang"))).ShouldBeEmpty();

    [Fact]
    public void A_seed_of_two_routes_is_refused_where_the_second_names_it() =>
        Check(("a", From("seed/bookworm")), ("b", "FROM imgrep/gcc AS one\n" + From("seed/bookworm") + "COPY --from=one / /\n")).ShouldBe(
            ["packages/app/Containerfile.b:2:6: error: the routes 'a' and 'b' both start from the seed 'bookworm': what it plants, they agree on (start each "
                + "route from another seed)"]);

    [Fact]
    public void The_same_file_twice_is_refused_wherever_it_stands() =>
        Check(("a", From("imgrep/x")), ("b", From("imgrep/y")), ("c", From("imgrep/x"))).ShouldBe(
            ["packages/app/Containerfile.c: error: the routes 'a' and 'c' are the same file: they agree whatever it does (start each route from another seed)"]);

    [Fact]
    public void A_route_alone_is_refused() =>
        Check(("a", From("imgrep/gcc"))).ShouldBe(
            ["packages/app/Containerfile.a: error: 'app' has no other route than 'a': there is nothing that it could agree with (add a route, or call the file Containerfile)"]);

    [Fact]
    public void A_route_may_be_deferred_where_two_others_are_not()
    {
        Check(("a", From("imgrep/gcc")), ("b", From("imgrep/clang")), ("c", "# route=deferred\n" + From("imgrep/tcc"))).ShouldBeEmpty();
        Check(("a", From("imgrep/gcc")), ("b", "# route=deferred\n" + From("imgrep/clang"))).ShouldBe(
            ["packages/app/Containerfile.b: error: without its deferred routes 'app' has not two that could agree (defer a route only where two others are not)"]);
        Check((null, "# route=deferred\n" + From("imgrep/gcc"))).ShouldHaveSingleItem().ShouldContain("has not two that could agree");
    }

    [Fact]
    public void A_seed_of_a_single_Containerfile_is_refused() =>
        Check((null, From("seed/bookworm"))).ShouldBe(
            ["packages/app/Containerfile:1:6: error: 'app' starts from the seed 'bookworm', but has a single Containerfile: nothing shows that the seed is sound "
                + "(write a Containerfile.ROUTE for each of several seeds instead)"]);

    [Fact]
    public void Dependencies_of_a_package_are_those_of_all_its_routes() =>
        Package(("a", From("imgrep/gcc")), ("b", From("imgrep/clang"))).Dependencies.Select(needed => $"{needed.Name} {needed.Span.File}").ShouldBe(
            ["clang packages/app/Containerfile.b", "gcc packages/app/Containerfile.a"]);

    private static string From(string image) => $"FROM {image} AS build\nFROM scratch\nCOPY --from=build /rootfs /\n";

    private static IEnumerable<string> Check(params (string? Name, string Containerfile)[] routes) =>
        RouteRules.Check(Package(routes)).Select(diagnostic => diagnostic.ToString());

    private static Package Package(params (string? Name, string Containerfile)[] routes) => new(
        Trees.Name("app"), [.. routes.Select(route => Route.Read(Trees.Name("app"), route.Name,
            $"packages/app/Containerfile{(route.Name is null ? "" : ".")}{route.Name}", Encoding.UTF8.GetBytes(route.Containerfile), []).ShouldNotBeNull())]);
}
