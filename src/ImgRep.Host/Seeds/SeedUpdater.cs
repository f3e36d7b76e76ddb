using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Primitives;

namespace ImgRep.Host.Seeds;

/// <summary>Pins a seed anew to what the distribution's archive has today.</summary>
/// <param name="layerOf">The digest of the canonical layer of the tree in a tar.</param>
public sealed class SeedUpdater(SeedBuilder builder, Func<string, CancellationToken, Task<Digest>> layerOf)
{
    /// <param name="tar">A path that is free; the root filesystem is there afterwards.</param>
    /// <returns>The new pin, and what changed since the old one.</returns>
    public async Task<(Seed Seed, ImmutableArray<string> Changes)> UpdateAsync(Seed seed, string tar, CancellationToken cancellation)
    {
        var archives = await builder.CreateTarAsync(seed, tar, cancellation);
        var layer = await layerOf(tar, cancellation);
        return (seed with { Layer = layer, Archives = archives }, SeedDifference.Between(seed.Archives, archives));
    }

    /// <summary>Writes the seed's file anew.</summary>
    public static void Write(Checkout tree, Seed seed) => DurableFile.Write(tree, $"seeds/{seed.Name}", Encoding.UTF8.GetBytes(SeedFile.Print(seed)));
}
