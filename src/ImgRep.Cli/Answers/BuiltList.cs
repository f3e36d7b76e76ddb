using System.Text.Json;
using ImgRep.Cli.Display;
using ImgRep.Host.Plans;

namespace ImgRep.Cli.Answers;

/// <summary>What was built, as an answer, and what is to be said of images that only some routes led to.</summary>
internal static class BuiltList
{
    /// <summary>Lines that <c>sha256sum</c> could have written, or JSON.</summary>
    public static void Print(IReadOnlyCollection<PlannedBuild> builds, bool asJson)
    {
        if (asJson)
        {
            Answer.WriteJson(json => Write(builds, json));
            return;
        }
        using var output = Answer.Open();
        foreach (var build in builds)
            output.WriteLine($"{build.Image!.Hex}  {build.Name}");
    }

    /// <summary>Names the packages of which routes were left out, and those that rest on them.</summary>
    public static void Warn(BuildPlan plan)
    {
        foreach (var package in plan.Builds.Select(build => build.Package).Where(package => !package.LeftOut.IsEmpty))
            Report.Warning(package.Name.ToString(), $"built from the route {package.Routes[0].Name} only: that {string.Join(" and ", package.LeftOut)} gives the same was not proven");
        var resting = plan.Builds.Where(build => !build.IsAgreed && build.Package.LeftOut.IsEmpty).Select(build => build.Name).ToList();
        if (resting.Count > 0)
            Report.Warning(string.Join(", ", resting), "rests on that, so it counts as not agreed");
    }

    /// <summary><c>{"packages":[{"name","digest","agreed","routes"}]}</c>; routes are those that were built, missing where the package has
    /// a single Containerfile. What is not agreed rests on a package of which not all routes were built.</summary>
    private static void Write(IEnumerable<PlannedBuild> builds, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("packages");
        foreach (var build in builds)
        {
            json.WriteStartObject();
            json.WriteString("name", build.Name);
            json.WriteString("digest", build.Image!.ToString());
            json.WriteBoolean("agreed", build.IsAgreed);
            if (build.Package.HasRoutes)
            {
                json.WriteStartArray("routes");
                foreach (var route in build.Package.Routes)
                    json.WriteStringValue(route.Name);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
