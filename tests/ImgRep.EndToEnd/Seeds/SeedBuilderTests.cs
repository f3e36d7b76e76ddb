using System.Security.Cryptography;
using ImgRep.Host;
using ImgRep.Host.Seeds;
using ImgRep.Host.Sources;

namespace ImgRep.EndToEnd.Seeds;

/// <summary>These need mmdebstrap, user namespaces, and a system whose apt knows the distribution's archive.</summary>
public sealed class SeedBuilderTests : IDisposable
{
    private static readonly Seed Small = SeedFile.Parse("small", "suite bookworm\narchitecture amd64\npackage base-files\npackage make", "seeds/small");
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("imgrep-seed-");

    [Fact]
    public async Task A_seed_is_the_same_bytes_in_every_run()
    {
        var first = await PinAsync(Small);
        var again = Tar("again");
        await new SeedBuilder(SystemArchive.Find(), root.CreateSubdirectory("another folder").FullName).CreateTarAsync(first, again, CancellationToken.None);
        Hash(again).ShouldBe(Hash(Tar("pinned")));
        first.Archives.Select(archive => archive.Name).ShouldContain("libc6");
        Directory.EnumerateFileSystemEntries(Path.Combine(root.FullName, "another folder")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_seed_whose_packages_have_moved_on_is_refused_by_name_and_version()
    {
        var seed = await PinAsync(Small);
        var make = seed.Archives.Single(archive => archive.Name == "make");
        var old = make with { Version = "4.0-1", Digest = seed.Archives[0].Digest };
        var failure = await Should.ThrowAsync<EnvironmentException>(() => Builder().CreateTarAsync(
            seed with { Archives = seed.Archives.Replace(make, old) }, Tar("refused"), CancellationToken.None));
        failure.Message.ShouldBe($"recreate seed small: the distribution's archive has moved on\n  make: 4.0-1 -> {make.Version}");
    }

    [Fact]
    public async Task A_package_that_does_not_exist_is_said_in_the_words_of_apt()
    {
        var seed = Small with { Packages = ["no-such-package"] };
        var failure = await Should.ThrowAsync<EnvironmentException>(() => Builder().CreateTarAsync(seed, Tar("none"), CancellationToken.None));
        failure.Message.ShouldContain("Unable to locate package no-such-package");
    }

    public void Dispose() => root.Delete(recursive: true);

    private SeedBuilder Builder() => new(SystemArchive.Find(), root.FullName);

    private async Task<Seed> PinAsync(Seed seed) =>
        (await new SeedUpdater(Builder(), (_, _) => Task.FromResult(Primitives.Digest.Of([]))).UpdateAsync(seed, Tar("pinned"), CancellationToken.None)).Seed;

    private string Tar(string name) => Path.Combine(root.FullName, name + ".tar");

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
