using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Rebuilds;

/// <summary>Which packages this user has rebuilt on this machine already: every step of the recipes that the tree has now, without any cache, to the
/// digest that the tree commits to.</summary>
/// <param name="builder">Which builder did it: what another one gives is another question.</param>
public sealed class RebuiltHere(ContentStore store, IReadOnlyDictionary<PackageName, Digest> committed, string builder)
{
    /// <summary>Whether there is nothing to rebuild.</summary>
    public bool Has(PlannedBuild build) =>
        build.IsAgreed && build.Package.Postponed.IsEmpty && committed.GetValueOrDefault(build.Package.Name) is { } image && build.Image == image
        && build.Routes.All(route => route.Recipe is { } recipe && store.Records.Find(recipe.Key) is { Makers.IsEmpty: false } record
            && record.Image == image && record.Rebuilders.Contains(builder));

    /// <summary>Notes what was just rebuilt, where it gave the committed digest.</summary>
    public void Add(IEnumerable<PlannedBuild> rebuilt)
    {
        foreach (var build in rebuilt.Where(build => build.Image is { } image && committed.GetValueOrDefault(build.Package.Name) == image))
        {
            foreach (var route in build.Routes)
                store.Records.AddRebuilder(route.Recipe!.Key, builder);
        }
    }
}
