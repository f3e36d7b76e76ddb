using System.Text;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Seeds;

/// <summary>Seeds as canonical layers in the store.</summary>
public sealed class SeedStore(ContentStore store, SystemArchive? archive)
{
    /// <summary>Where in a store lies what stands in for pins.</summary>
    internal const string StandInFolder = "seeds";

    /// <summary>The files of all that stands in for pins, and of what is known of it.</summary>
    internal static string[] StandIns(ContentStore store) =>
        Path.Combine(store.Root, StandInFolder) is var folder && Disk.IsFolder(folder) ? Disk.Files(folder) : [];

    /// <summary>The pin of a seed: <c>seeds/NAME</c> of a tree.</summary>
    /// <exception cref="RejectedInputException">There is none, or it is malformed.</exception>
    public static Seed ReadPin(Checkout tree, string name)
    {
        return CheckoutFile.TryReadText(tree, $"seeds/{name}") is { } text
            ? SeedFile.Parse(name, text, $"seeds/{name}")
            : throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole($"seeds/{name}"), "unknown-seed", $"there is no seed '{name}'", "pin it in seeds/"));
    }

    /// <summary>Whether a registry said that this tree stands in for a pin, and nobody made it here.</summary>
    public static bool IsBorrowed(ContentStore store, Digest layer) => Disk.IsFile(BorrowedPath(store, layer));

    /// <summary>The seed that a tree's pin comes to here: what it pins, or what stands in for it since the archive moved on.</summary>
    public Seed Find(Seed pin) =>
        store.BorrowedSeeds.TryGetValue(KeyOf(pin), out var borrowed) ? SeedFile.Parse(pin.Name, borrowed, KeyOf(pin))
            : SealedFile.Read(StandInPath(pin), out _) is { } text ? SeedFile.Parse(pin.Name, Encoding.UTF8.GetString(text), StandInPath(pin)) : pin;

    /// <summary>Recreates a seed that the store lacks, and verifies that it is the pinned one. If the archive has moved on, what it has
    /// today stands in for it, which <see cref="Find"/> then gives: that needs no trust, since all that starts from a seed has other
    /// routes, which must come to the same images.</summary>
    /// <param name="pin">As the tree has it.</param>
    public async Task EnsureAsync(Seed pin, IProgress<BuildEvent> progress, CancellationToken cancellation)
    {
        if (Find(pin).Layer is { } there && store.HasBlob(there))
            return;
        progress.Report(new Note($"recreating the seed {pin.Name} from the distribution's archive"));
        using var recreating = new Waiting(progress, $"seed {pin.Name}");
        var tar = store.Temporary.NewPath();
        var archives = await new SeedBuilder(archive, store.Temporary.NewFolder()).CreateTarAsync(pin, tar, cancellation);
        var changes = SeedDifference.Between(pin.Archives, archives);
        var layer = await AddLayerAsync(tar, cancellation);
        Disk.Delete(BorrowedPath(store, layer));
        if (changes.IsEmpty)
        {
            SeedBuilder.Verify(pin, layer);
            return;
        }
        Disk.MakeFolder(Path.GetDirectoryName(StandInPath(pin))!);
        SealedFile.Write(StandInPath(pin), Encoding.UTF8.GetBytes(SeedFile.Print(pin with { Layer = layer, Archives = archives })));
        progress.Report(new Note("the distribution's archive has moved on from the seed "
            + $"{pin.Name} ({changes[0]}{(changes.Length > 1 ? $", and {changes.Length - 1} more" : "")}): "
            + "what it has today stands in for it, and the routes must still agree"));
    }

    /// <summary>Has a seed stand in for a pin by the word of somebody else, as long as the store is open. All routes may then start from what one party made, so
    /// nothing that is built of it counts as rebuilt here.</summary>
    internal void Borrow(Seed pin, Seed seed)
    {
        // Also where the store has it: a registry may have brought it as the layer of an image.
        if (seed.Layer != pin.Layer)
        {
            Disk.MakeFolder(Path.Combine(store.Root, StandInFolder));
            Disk.WriteText(BorrowedPath(store, seed.Layer!), "");
        }
        store.BorrowedSeeds[KeyOf(pin)] = SeedFile.Print(seed);
    }

    /// <summary>Puts the tree of a tar into the store as a canonical layer.</summary>
    public Task<Digest> AddLayerAsync(string tar, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var stream = Disk.Open(tar);
            var span = SourceSpan.Whole(tar);
            var unpacking = new TarUnpacking(FileTree.Empty, (offset, length, digest) => new DiskFile(HostPath.Parse(tar), offset, length, digest), tar, span);
            foreach (var entry in TarReader.Read(stream, tar, TarLimits.Default, span))
                unpacking.Add(entry);
            return store.Images.AddLayer(unpacking.Finish(), cancellation).Digest;
        },
        cancellation);

    private static string KeyOf(Seed pin) => Digest.Compute(Encoding.UTF8.GetBytes(SeedFile.Print(pin))).Hex;

    private static string BorrowedPath(ContentStore store, Digest layer) => Path.Combine(store.Root, StandInFolder, $"borrowed-{layer.Hex}");

    private string StandInPath(Seed pin) => Path.Combine(store.Root, StandInFolder, KeyOf(pin));
}
