using FsCheck;
using FsCheck.Fluent;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Tests.Packages;

public class PackageGraphTests
{
    [Fact]
    public void A_package_comes_after_all_that_it_needs() =>
        OrderOf("app: lib tool", "tool: libc", "lib: libc", "libc:").ShouldBe(["libc", "lib", "tool", "app"]);

    [Fact]
    public void The_first_by_name_comes_first_where_the_order_is_free() =>
        OrderOf("c:", "a:", "b:").ShouldBe(["a", "b", "c"]);

    [Fact]
    public void Order_does_not_depend_on_how_the_tree_was_read()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var packages = RandomTree(seed, 30);
            OrderOf([.. packages.Reverse()]).ShouldBe(OrderOf(packages));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void In_any_tree_without_cycles_each_package_comes_after_all_that_it_needs()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var seen = new HashSet<PackageName>();
            var order = PackageGraph.Create(Trees.Of(RandomTree(seed, 50))).Order;
            foreach (var package in order)
            {
                package.Dependencies.All(needed => seen.Contains(needed.Name)).ShouldBeTrue();
                seen.Add(package.Name);
            }
            seen.Count.ShouldBe(50);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_packages_is_sorted()
    {
        var chain = Enumerable.Range(0, 100_000).Select(index => index == 0 ? "p0:" : $"p{index}: p{index - 1}").ToArray();
        PackageGraph.Create(Trees.Of(chain)).Order[^1].Name.ShouldBe(Trees.Name("p99999"));
    }

    [Fact]
    public void An_unknown_package_is_named_with_its_place_and_the_nearest_name() =>
        Rejection("app: msul", "musl:").ShouldBe(
            ["packages/app/Containerfile:1:6: error: no package 'msul' (did you mean 'musl'?)"]);

    [Fact]
    public void An_unknown_package_that_resembles_none_is_told_where_packages_are() =>
        Rejection("app: firefox", "musl:").ShouldBe(
            ["packages/app/Containerfile:1:6: error: no package 'firefox' (packages are the folders of packages/: there is no packages/firefox)"]);

    [Fact]
    public void A_cycle_is_explained_with_the_place_of_each_step() =>
        Rejection("a: z b", "b: c", "c: a", "z:").ShouldBe(
        [
            "packages/a/Containerfile:2:6: error: 'a' needs 'b' here, and so itself: a -> b -> c -> a",
            "packages/b/Containerfile:1:6: error: 'b' needs 'c' here, and so itself: a -> b -> c -> a",
            "packages/c/Containerfile:1:6: error: 'c' needs 'a' here, and so itself: a -> b -> c -> a (break the cycle at one of its steps)",
        ]);

    [Fact]
    public void A_package_that_needs_itself_is_a_cycle() =>
        Rejection("a: a").ShouldBe(
            ["packages/a/Containerfile:1:6: error: 'a' needs 'a' here, and so itself: a -> a (break the cycle at one of its steps)"]);

    [Fact]
    public void Packages_that_only_need_a_cycle_are_not_blamed() =>
        Rejection("app: a", "a: b", "b: a").ShouldAllBe(message => !message.StartsWith("packages/app/", StringComparison.Ordinal));

    [Fact]
    public void Separate_cycles_are_all_reported() =>
        Rejection("a: b", "b: a", "x: y", "y: x").Length.ShouldBe(4);

    [Fact]
    public void A_critical_path_is_the_longest_way_to_the_last_package_that_waits()
    {
        var seconds = new Dictionary<string, int> { ["libc"] = 10, ["fast"] = 1, ["slow"] = 100, ["app"] = 5 };
        var paths = PackageGraph.Create(Trees.Of("app: fast slow", "fast: libc", "slow: libc", "libc:"))
            .CriticalPaths(name => TimeSpan.FromSeconds(seconds[name.ToString()]));
        paths.ToDictionary(path => path.Key.ToString(), path => (int)path.Value.TotalSeconds)
            .ShouldBe(new Dictionary<string, int> { ["libc"] = 115, ["slow"] = 105, ["fast"] = 6, ["app"] = 5 }, ignoreOrder: true);
    }

    [Fact]
    public void A_package_never_built_before_is_taken_to_be_average()
    {
        var paths = PackageGraph.Create(Trees.Of("a:", "b:", "new:"))
            .CriticalPaths(name => name.ToString() switch { "a" => TimeSpan.FromSeconds(2), "b" => TimeSpan.FromSeconds(4), _ => null });
        paths[Trees.Name("new")].ShouldBe(TimeSpan.FromSeconds(3));
    }

    private static string[] OrderOf(params string[] packages) =>
        [.. PackageGraph.Create(Trees.Of(packages)).Order.Select(package => package.Name.ToString())];

    private static string[] Rejection(params string[] packages) =>
        [.. Should.Throw<RejectedInputException>(() => PackageGraph.Create(Trees.Of(packages))).Diagnostics.Select(diagnostic => diagnostic.ToString())];

    /// <summary>Packages that need some of those with a smaller number.</summary>
    private static string[] RandomTree(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(index =>
            $"p{index}: {string.Join(' ', Enumerable.Range(0, index).Where(_ => random.Next(10) == 0).Select(needed => $"p{needed}"))}")];
    }
}
