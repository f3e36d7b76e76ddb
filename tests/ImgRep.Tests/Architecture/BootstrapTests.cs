using ImgRep.Host.Checkouts;

namespace ImgRep.Tests.Architecture;

/// <summary>What the chain of compilers from 140 bytes promises.</summary>
public class BootstrapTests
{
    [Fact]
    public void Nothing_below_the_route_from_the_seed_comes_from_a_distribution()
    {
        var tree = CheckoutLoader.Load(Checkout.Find(ProjectFolder.PathOf(".")), ["bootstrap"], CancellationToken.None, route: "stage0");
        tree.Packages.Select(package => package.Name.ToString()).ShouldBe(
            ["bootstrap", "gcc10", "gcc3", "stage0", "tcc", "tcc-binutils", "tcc-musl", "tcc-userland"], ignoreOrder: true);
        tree.Packages.SelectMany(package => package.Routes).ShouldAllBe(route => !route.Seeds.Any());
        tree.Packages.SelectMany(package => package.Routes).ShouldAllBe(route => route.Name == null || route.Name == "stage0");
    }

    [Fact]
    public void The_routes_of_bootstrap_differ_in_where_they_begin_alone()
    {
        var routes = CheckoutLoader.Load(Checkout.Find(ProjectFolder.PathOf(".")), ["bootstrap"], CancellationToken.None).Find("bootstrap").Routes;
        var texts = routes.Select(route => File.ReadAllText(ProjectFolder.PathOf(route.File)).Split("FROM ")).ToList();
        foreach (var text in texts)
        {
            text.Length.ShouldBe(texts[0].Length);
            for (var stage = 1; stage < text.Length; stage++)
            {
                if (!text[stage].Contains("AS stage1\n", StringComparison.Ordinal))
                    text[stage].ShouldBe(texts[0][stage]);
            }
        }
    }
}
