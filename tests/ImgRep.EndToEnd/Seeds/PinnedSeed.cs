using ImgRep.Host.Seeds;
using ImgRep.Host.Sources;

namespace ImgRep.EndToEnd.Seeds;

/// <summary>A small seed, pinned once to what the archive has today.</summary>
public sealed class PinnedSeed : IAsyncLifetime
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("imgrep-seed-");

    public Seed Seed { get; private set; } = SeedFile.Parse("small", "suite bookworm\narchitecture amd64\npackage base-files\npackage make", "seeds/small");

    public string Tar => Path.Combine(root.FullName, "pinned.tar");

    public async Task InitializeAsync()
    {
        var updater = new SeedUpdater(new SeedBuilder(SystemArchive.Find(), root.FullName), (_, _) => Task.FromResult(Primitives.Digest.Compute([])));
        (Seed, _) = await updater.UpdateAsync(Seed, Tar, CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        root.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
