using System.Diagnostics;
using ImgRep.Building;
using ImgRep.Containerfiles.Stages;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Plans;

/// <summary>Opens the images and seeds that a recipe names.</summary>
internal sealed class PackageImages(ContentStore store, IReadOnlyDictionary<string, Digest?> seeds, Recipe recipe, CancellationToken cancellation)
{
    /// <exception cref="EnvironmentException">It is not in the store, and is nothing that a build of this tree puts there.</exception>
    public Task<StoredImage> OpenAsync(ReferenceTarget target) => Task.Run(
        () => target switch
        {
            SeedTarget seed => new StoredImage(seeds[seed.Name]!, store.Images.OpenLayer(seeds[seed.Name]!, cancellation), StageConfig.Empty),
            PackageTarget { Pinned: { } pinned } => OpenPinned(pinned),
            PackageTarget package => store.Images.Open(recipe.Images[package.Repository], cancellation),
            ImageTarget image => throw new EnvironmentException("open image", image.Reference, "it is not in the store",
                "packages start from imgrep/NAME or, where they have routes, seed/NAME"),
            _ => throw new UnreachableException(),
        },
        cancellation);

    private StoredImage OpenPinned(Digest digest) => store.Images.Has(digest)
        ? store.Images.Open(digest, cancellation)
        : throw new EnvironmentException("open image", digest.ToString(), "it is not in the store", "build the tree that it comes from, or pin one that is there");
}
