using ImgRep.Cli.Display;
using ImgRep.Host.Plans;

namespace ImgRep.Cli.Answers;

/// <summary>What is to be said of images that only some routes led to.</summary>
internal static class RouteWarnings
{
    /// <summary>Names the packages of which routes were left out, and those that rest on them.</summary>
    public static void Print(BuildPlan plan)
    {
        foreach (var package in plan.Builds.Select(build => build.Package).Where(package => !package.LeftOut.IsEmpty))
            Report.Warning(package.Name.ToString(), $"built from the route {package.Routes[0].Name} only: that {string.Join(" and ", package.LeftOut)} gives the "
                + "same was not proven");
        var resting = plan.Builds.Where(build => !build.IsAgreed && build.Package.LeftOut.IsEmpty).Select(build => build.Name).ToList();
        if (resting.Count > 0)
            Report.Warning(string.Join(", ", resting), "rests on that, so it counts as not agreed");
    }
}
