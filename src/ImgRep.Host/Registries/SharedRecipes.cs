using ImgRep.Building;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Images.Artifacts;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>What recipes gave, in a registry that several machines share.</summary>
/// <remarks>
/// A registry can replace what a tag names, and cannot refuse to. So each build first writes a record under a tag that is its own, and then reads all
/// records of the recipe: of two that build at the same time at least one sees the other's. Only who sees no image but its own gives it the recipe's
/// tags. What has them stays; another image of the same recipe is a finding, kept under tags of its own.
/// </remarks>
public sealed class SharedRecipes(ContentStore store, RegistryClient client, IProgress<BuildEvent> progress)
{
    private readonly ImageRegistry images = new(store, client, progress);

    /// <summary>The record of the image that a recipe gave first; null if there is none.</summary>
    /// <exception cref="EnvironmentException">What the registry has in its place is something else.</exception>
    internal async Task<SharedRecord?> FindAsync(string package, Digest recipe, CancellationToken cancellation)
    {
        var tag = SharedRecord.TagOf(recipe);
        return await client.ImagesOf(package).TryReadManifestAsync(tag, cancellation) is { } manifest ? Read(package, recipe, tag, manifest) : null;
    }

    /// <summary>The record of the last build of a package, of whatever recipe; null if there is none that can be read.</summary>
    internal async Task<SharedRecord?> FindLastAsync(string package, CancellationToken cancellation)
    {
        if (await client.ImagesOf(package).TryReadManifestAsync(SharedRecord.LastTag, cancellation) is not { } manifest)
            return null;
        try
        {
            return SharedRecord.Parse(manifest, client.ImagesOf(package).Call(SharedRecord.LastTag));
        }
        catch (RejectedInputException)
        {
            return null;
        }
    }

    /// <summary>Brings an image of this store there, as that of the recipe which it was built of here.</summary>
    /// <param name="isRebuild">Whether every step of it ran again: then it is told though the registry has the same image already.</param>
    /// <returns>What is there instead; null if nothing else is.</returns>
    internal async Task<RecipeDiffers?> PublishAsync(BuildRecord built, bool isRebuild, CancellationToken cancellation)
    {
        var repository = client.ImagesOf(built.Package);
        var image = store.Images.Find(built.Image);
        var record = Describe(built, image);
        SharedRecord? first;
        try
        {
            first = await FindAsync(built.Package, built.RecipeKey, cancellation);
        }
        catch (EnvironmentException failure) when (failure.IsWrong)
        {
            return new RecipeDiffers(built.Label, built.RecipeKey, built.Image, null, $"{client.Address.Text} has something else in its place: {failure.Reason}");
        }
        if (first?.Image.Digest == built.Image && !isRebuild)
            return null;
        await images.PushUntaggedAsync(built.Package, image, cancellation);
        await repository.WriteBlobAsync(Artifact.Empty.AsMemory(), progress, built.Package, cancellation);
        await repository.WriteManifestAsync(record.OwnTag(), record.ToManifest().AsMemory(), cancellation);
        await repository.WriteManifestAsync(SharedRecord.LastTag, record.ToManifest().AsMemory(), cancellation);
        first ??= await OtherAsync(record, cancellation);
        if (first is null)
        {
            await repository.WriteManifestAsync(SharedRecord.ImageTag(built.RecipeKey), image.Manifest.AsMemory(), cancellation);
            await repository.WriteManifestAsync(SharedRecord.TagOf(built.RecipeKey), record.ToManifest().AsMemory(), cancellation);
        }
        if (first is null || first.Image.Digest == built.Image)
        {
            progress.Report(new Note($"{built.Label}: {(first is null ? "brought to" : "agrees with")} {client.Address.Text}, {built.Image}"));
            return null;
        }
        await repository.WriteManifestAsync(record.OtherImageTag(), image.Manifest.AsMemory(), cancellation);
        return new RecipeDiffers(built.Label, built.RecipeKey, built.Image, first.Image.Digest,
            $"{first.Who} built {first.Image.Digest} of the same recipe at {first.BuiltAt:u} with {first.Builder}{(first.Job is null ? "" : $" in job {first.Job}")}");
    }

    /// <summary>A record of the same recipe with another image.</summary>
    private async Task<SharedRecord?> OtherAsync(SharedRecord own, CancellationToken cancellation)
    {
        var repository = client.ImagesOf(own.Package);
        var prefix = SharedRecord.PrefixOf(own.Recipe);
        foreach (var tag in (await repository.ReadTagsAsync(cancellation)).Where(tag => tag.StartsWith(prefix, StringComparison.Ordinal) && tag != own.OwnTag()))
        {
            if (await repository.TryReadManifestAsync(tag, cancellation) is { } manifest
                && Read(own.Package, own.Recipe, tag, manifest) is var other && other.Image.Digest != own.Image.Digest)
                return other;
        }
        return null;
    }

    private SharedRecord Read(string package, Digest recipe, string tag, byte[] manifest)
    {
        var place = client.ImagesOf(package).Call(tag);
        try
        {
            var record = SharedRecord.Parse(manifest, place);
            return record.Recipe == recipe && record.Package == package ? record
                : throw Wrong(place, $"it is the record of another recipe: {record.Package}, {record.Recipe}");
        }
        catch (RejectedInputException malformed)
        {
            throw Wrong(place, malformed.Diagnostics[0].Message);
        }
    }

    private static EnvironmentException Wrong(string place, string reason) => new("pull", place, reason, "do not trust this registry") { IsWrong = true };

    private static SharedRecord Describe(BuildRecord built, CanonicalImage image) => new(
        built.RecipeKey, built.Package, built.Route, new Descriptor(MediaTypes.Manifest, image.Digest, image.Manifest.Length),
        built.Makers.IsEmpty ? built.Builder : built.Makers[0].Builder.ToString(), Origin.Who, built.BuiltAt, built.Elapsed)
    {
        Job = Origin.Job,
        IsContinued = built.Makers.IsEmpty,
        Size = image.Layer.Size,
        Memory = built.Memory,
        Processor = built.Processor,
    };
}
