using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Primitives;

namespace ImgRep.Host.Comparing;

/// <summary>What one builder made of a package.</summary>
/// <param name="Builder">With its version.</param>
public sealed record BuilderResult(string Builder, Digest Image, TimeSpan Elapsed)
{
    /// <summary>What the last build of a package came to.</summary>
    public static BuilderResult Read(ContentStore store, PlannedBuild build)
    {
        var records = build.Routes.Select(route => store.Records.Find(route.Recipe!.Key)
            ?? throw new EnvironmentException("find the record of", build.Name, "another imgrep has just removed it", "run the command again")).ToList();
        return new BuilderResult(records[0].Builder, build.Image!, records.Max(record => record.Elapsed));
    }

    /// <summary>Lets nothing be built on an image that builders do not agree on.</summary>
    public static void Forget(ContentStore store, PlannedBuild build)
    {
        foreach (var route in build.Routes)
        {
            if (store.Records.Find(route.Recipe!.Key) is { } record)
                store.Records.Remove(record);
        }
    }

    /// <summary>In what the first two results differ that are not the same; null if all are one.</summary>
    public static (BuilderResult Before, BuilderResult After, ImageDifference Difference)? Differ(
        ContentStore store, IReadOnlyList<BuilderResult> results, CancellationToken cancellation)
    {
        var other = results.FirstOrDefault(result => result.Image != results[0].Image);
        return other is null
            ? null
            : (results[0], other, ImageDifference.Between(store.Images.Content(results[0].Image, cancellation), store.Images.Content(other.Image, cancellation)));
    }
}
