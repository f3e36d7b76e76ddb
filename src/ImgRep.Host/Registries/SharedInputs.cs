using System.Text;
using ImgRep.Building;
using ImgRep.Host.Posix;
using ImgRep.Host.Seeds;
using ImgRep.Host.Store;
using ImgRep.Images.Artifacts;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>Sources and seeds in a registry that several machines share: what one of them has fetched no other has to. They are found by their hashes, and
/// verified; only what stands in for a seed that nobody can make any more is the registry's word.</summary>
public sealed class SharedInputs(ContentStore store, RegistryClient client, IProgress<BuildEvent> progress)
{
    private const int Copied = 4;

    /// <summary>In bytes: more than any list of packages.</summary>
    private const int LargestSeedFile = 4 << 20;

    private readonly SeedStore seeds = new(store, archive: null);

    /// <summary>The tag of a source.</summary>
    internal static string TagOf(Digest source) => $"sha256-{source.Hex}";

    /// <summary>The tag of what a pin comes to.</summary>
    internal static string TagOf(Seed pin) => $"pin-{Digest.Compute(Encoding.UTF8.GetBytes(SeedFile.Print(pin))).Hex}";

    /// <summary>Copies the sources that the registry has and the store has not.</summary>
    public Task TakeSourcesAsync(IEnumerable<SourceRequest> requests, CancellationToken cancellation) =>
        EachAsync(requests.DistinctBy(request => request.Digest).Where(request => !store.Sources.Has(request.Digest)), async (request, token) =>
        {
            var path = store.Temporary.NewPath();
            var title = request.FileName.Length > 0 ? request.FileName : request.Digest.Hex;
            try
            {
                if (!await client.Sources.TryReadBlobAsync(request.Digest, null, path, progress, title, token))
                    return;
                store.Sources.Adopt(path, request.Digest);
                progress.Report(new Note($"taking {title} from {client.Address.Text}"));
            }
            catch (EnvironmentException failure) when (failure.IsWrong)
            {
                Disk.TryDelete(path);
                progress.Report(new Note($"{title}: not taken from {client.Address.Text}: {failure.Message}"));
            }
            finally
            {
                progress.Report(new Activity(title, ActivityUnit.Bytes, 0, null) { HasEnded = true });
            }
        }, cancellation);

    /// <summary>Copies sources of the store there that are not there.</summary>
    public Task PutSourcesAsync(IEnumerable<SourceRequest> requests, CancellationToken cancellation) =>
        EachAsync(requests.DistinctBy(request => request.Digest), async (request, token) =>
        {
            if (await client.Sources.TryReadManifestAsync(TagOf(request.Digest), token) is not null)
                return;
            var file = store.Sources.Open(request.Digest);
            var title = request.FileName.Length > 0 ? request.FileName : request.Digest.Hex;
            await PutAsync(client.Sources, TagOf(request.Digest), Artifact.OfSource(request.Digest, file.Length).AsMemory(), file, Artifact.Empty.AsMemory(), title, token);
        }, cancellation);

    /// <summary>What a pin has come to elsewhere, if the distribution's archive had moved on: without it, recipes that start from the seed would be others here.
    /// Nothing proves it, so it is for those who trust the registry.</summary>
    public async Task TakeStandInAsync(Seed pin, CancellationToken cancellation)
    {
        if (seeds.Find(pin).Layer is { } there && store.HasBlob(there))
            return;
        var place = client.Seeds.Call(TagOf(pin));
        try
        {
            if (await FindStandInAsync(pin, place, cancellation) is not { } seed || SeedFile.Print(seed) == SeedFile.Print(pin))
                return;
            seeds.Borrow(pin, seed);
            progress.Report(new Note($"seed {pin.Name}: what {place} says stands in for it; what starts from it is not signed as rebuilt"));
        }
        catch (Exception wrong) when (wrong is RejectedInputException or EnvironmentException { IsWrong: true })
        {
            progress.Report(new Note($"seed {pin.Name}: not taken from {client.Address.Text}: {wrong.Message}"));
        }
    }

    private async Task<Seed?> FindStandInAsync(Seed pin, string place, CancellationToken cancellation)
    {
        if (await client.Seeds.TryReadManifestAsync(TagOf(pin), cancellation) is not { } manifest)
            return null;
        var parts = Manifest.Parse(manifest, place);
        var path = store.Temporary.NewPath();
        var text = parts.Configuration;
        if (text.Size > LargestSeedFile || !await client.Seeds.TryReadBlobAsync(text.Digest, text.Size, path, progress, pin.Name, cancellation))
            return null;
        var seed = SeedFile.Parse(pin.Name, Disk.ReadText(path), place);
        var isOfPin = (seed with { Layer = pin.Layer, Archives = pin.Archives, Packages = pin.Packages }) == pin && seed.Packages.SequenceEqual(pin.Packages);
        return isOfPin && seed.Layer is not null && parts.Layers is [{ } layer] && layer.Digest == seed.Layer ? seed
            : throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(place), "shared-seed", "it is not what this pin can come to", "do not trust this registry"));
    }

    /// <summary>Copies the tree of a seed, if the registry has it and the store has not.</summary>
    public async Task TakeSeedAsync(Seed pin, CancellationToken cancellation)
    {
        if (seeds.Find(pin).Layer is not { } layer || store.HasBlob(layer))
            return;
        var path = store.Temporary.NewPath();
        try
        {
            if (!await client.Seeds.TryReadBlobAsync(layer, null, path, progress, $"seed {pin.Name}", cancellation))
                return;
            using (var blob = Disk.Open(path))
            {
                LayerReader.Read(
                    blob, new LayerDescriptor(layer, blob.Length), (offset, length, content) => new DiskFile(HostPath.Parse(path), offset, length, content), cancellation);
            }
            store.AdoptBlob(path, layer);
            progress.Report(new Note($"taking the seed {pin.Name} from {client.Address.Text}"));
        }
        catch (Exception failure) when (failure is RejectedInputException or EnvironmentException { IsWrong: true })
        {
            Disk.TryDelete(path);
            progress.Report(new Note($"seed {pin.Name}: not taken from {client.Address.Text}: {failure.Message}"));
        }
        finally
        {
            progress.Report(new Activity($"seed {pin.Name}", ActivityUnit.Bytes, 0, null) { HasEnded = true });
        }
    }

    /// <summary>Copies a seed of the store there, unless one is there.</summary>
    public async Task PutSeedAsync(Seed pin, CancellationToken cancellation)
    {
        var seed = seeds.Find(pin);
        if (await client.Seeds.TryReadManifestAsync(TagOf(pin), cancellation) is not null)
            return;
        var text = Encoding.UTF8.GetBytes(SeedFile.Print(seed));
        var layer = new LayerDescriptor(seed.Layer!, Disk.LengthOf(store.BlobPath(seed.Layer!)));
        var file = new DiskFile(HostPath.Parse(store.BlobPath(layer.Digest)), 0, layer.Size, layer.Digest);
        await PutAsync(client.Seeds, TagOf(pin), Artifact.OfSeed(text, layer).AsMemory(), file, text, $"seed {pin.Name}", cancellation);
    }

    private async Task PutAsync(
        RegistryRepository repository, string tag, ReadOnlyMemory<byte> manifest, DiskFile file, ReadOnlyMemory<byte> configuration, string title, CancellationToken cancellation)
    {
        try
        {
            await repository.WriteBlobAsync(file.Digest, file.Length, file.Open, progress, title, cancellation);
            await repository.WriteBlobAsync(configuration, progress, title, cancellation);
            await repository.WriteManifestAsync(tag, manifest, cancellation);
        }
        finally
        {
            progress.Report(new Activity(title, ActivityUnit.Bytes, 0, null) { HasEnded = true });
        }
    }

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, ValueTask> action, CancellationToken cancellation) =>
        Parallel.ForEachAsync(items.ToList(), new ParallelOptions { MaxDegreeOfParallelism = Copied, CancellationToken = cancellation }, action);
}
