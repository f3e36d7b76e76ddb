using System.Collections.Immutable;
using ImgRep.Cli.Display;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>What is to be said of images that only some routes led to.</summary>
internal static class RouteWarnings
{
    /// <summary>Names the packages of which routes were left out, and those that rest on them; and those of which deferred routes wait.</summary>
    public static void Print(BuildPlan plan, Checkout tree)
    {
        foreach (var package in plan.Builds.Select(build => build.Package).Where(package => !package.Postponed.IsEmpty))
            Report.Warning(package.Name.ToString(), $"{string.Join(" and ", package.Routes.Select(route => route.Name))} agree, which suffices to build on it; that "
                + $"{string.Join(" and ", package.Postponed)} gives the same was not proven here (imgrep build {package.Name})");
        var committed = DigestRows.TryRead(tree);
        foreach (var build in plan.Builds.Where(build => !build.Package.LeftOut.IsEmpty))
            Report.Warning(build.Package.Name.ToString(), $"built from the route {build.Package.Routes[0].Name} only{Given(build, committed)}: that "
                + $"{string.Join(" and ", build.Package.LeftOut)} gives the same was not proven");
        var resting = plan.Builds.Where(build => !build.IsAgreed && build.Package.LeftOut.IsEmpty).Select(build => build.Name).ToList();
        if (resting.Count > 0)
            Report.Warning(string.Join(", ", resting), "rests on that, so it counts as not agreed");
    }

    /// <summary>Whether it is what others got, for who has time for one route only.</summary>
    private static string Given(PlannedBuild build, ImmutableSortedDictionary<PackageName, Digest>? committed) => committed?.GetValueOrDefault(build.Package.Name) switch
    {
        null => "",
        var line when line == build.Image => ", which gave the committed digest",
        var line => $", which gave {build.Image}, and {line} is committed",
    };
}
