using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Host.Tree;
using ImgRep.Primitives;

namespace ImgRep.Host.Seeds;

/// <summary>Seeds as canonical layers in the store.</summary>
public sealed class SeedStore(ContentStore store, SystemArchive? archive)
{
    /// <summary>The pin of a seed: <c>seeds/NAME</c> of a tree.</summary>
    /// <exception cref="RejectedInputException">There is none, or it is malformed.</exception>
    public static Seed ReadPin(string tree, string name)
    {
        return SmallFile.TryReadText(Path.Combine(tree, "seeds", name)) is { } text
            ? SeedFile.Parse(name, text, $"seeds/{name}")
            : throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole($"seeds/{name}"), "unknown-seed", $"there is no seed '{name}'", "pin it in seeds/"));
    }

    /// <summary>Recreates a seed that the store lacks, and verifies that it is the pinned one.</summary>
    public async Task EnsureAsync(Seed seed, IProgress<BuildEvent> progress, CancellationToken cancellation)
    {
        if (seed.Layer is { } pinned && store.HasBlob(pinned))
            return;
        progress.Report(new Note($"recreating the seed {seed.Name} from the distribution's archive"));
        var tar = store.Temporary.NewPath();
        await new SeedBuilder(archive, store.Temporary.NewFolder()).CreateTarAsync(seed, tar, cancellation);
        var layer = await AddLayerAsync(tar, cancellation);
        SeedBuilder.Verify(seed, layer);
    }

    /// <summary>Puts the tree of a tar into the store as a canonical layer.</summary>
    public Task<Digest> AddLayerAsync(string tar, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var stream = File.OpenRead(tar);
            var span = SourceSpan.Whole(tar);
            var unpacking = new TarUnpacking(FileTree.Empty, (offset, length, digest) => new DiskFile(UnixPath.Of(tar), offset, length, digest), tar, span);
            foreach (var entry in TarReader.Read(stream, tar, TarLimits.Default, span))
                unpacking.Add(entry);
            return store.Images.AddLayer(unpacking.Finish(), cancellation).Digest;
        },
        cancellation);
}
