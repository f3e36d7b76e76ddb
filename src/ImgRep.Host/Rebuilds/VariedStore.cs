using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Seeds;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Rebuilds;

/// <summary>Stores for rebuilds whose results must never count: each has what a package needs, and nothing of the package itself.</summary>
public static class VariedStore
{
    /// <summary>Fills a folder on the same disk, by hard links.</summary>
    public static void Prepare(string folder, BuildPlan plan, PlannedBuild package, ContentStore store)
    {
        using var varied = new ContentStore(folder);
        Disk.WriteText(Path.Combine(folder, ContentStore.VariedMarker), "");
        foreach (var build in plan.Builds.Where(build => build != package))
        {
            if (build.Image is not { } digest)
                continue;
            var image = store.Images.Find(digest);
            foreach (var blob in (Digest[])[digest, image.ConfigurationDigest, image.Layer.Digest])
                Link(store.BlobPath(blob), varied.BlobPath(blob));
            foreach (var record in build.Routes.Select(route => store.Records.Find(route.Recipe!.Key)).OfType<BuildRecord>())
                varied.Records.Add(record);
        }
        foreach (var layer in plan.Seeds.Values.Select(seed => seed.Layer).OfType<Digest>().Where(store.HasBlob))
            Link(store.BlobPath(layer), varied.BlobPath(layer));
        foreach (var source in package.Routes.SelectMany(route => route.Recipe!.Sources).Where(store.Sources.Has))
            Link(store.Sources.PathOf(source), varied.Sources.PathOf(source));
        foreach (var seed in SeedStore.StandIns(store))
            Link(seed, Path.Combine(Disk.MakeFolder(Path.Combine(folder, SeedStore.StandInFolder)), Path.GetFileName(seed)));
    }

    private static void Link(string existing, string path)
    {
        if (!Disk.IsFile(path))
            FileSystem.HardLink(HostPath.Parse(existing), HostPath.Parse(path));
    }
}
