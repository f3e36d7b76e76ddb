using ImgRep.Cli.Display;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Options;

/// <summary>Says of images that were there already that the builder whom the user has named did not make them.</summary>
internal static class OtherBuilders
{
    public static void Print(ContentStore store, IEnumerable<PlannedBuild> builds, string builder)
    {
        foreach (var build in builds)
        {
            var makers = build.Routes.Select(route => route.Recipe is { } recipe && store.Records.Find(recipe.Key) is { } record
                ? record.Makers.Select(maker => maker.Builder.Name).ToList() : []).ToList();
            if (makers.TrueForAll(route => route.Contains(builder)))
                continue;
            var others = makers.SelectMany(route => route).Distinct().Order(StringComparer.Ordinal).ToList();
            var from = others.Count > 0 ? $"built by {string.Join(" and ", others)}" : "from elsewhere";
            Report.Warning(build.Name, $"its image was there already, {from}, so {builder} built nothing\nimgrep reproduce --builder {builder} {build.Name} builds it again");
        }
    }
}
