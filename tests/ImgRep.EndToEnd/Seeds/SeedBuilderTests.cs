using System.Security.Cryptography;
using ImgRep.Building;
using ImgRep.EndToEnd.Registries;
using ImgRep.Host;
using ImgRep.Host.Registries;
using ImgRep.Host.Seeds;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Seeds;

/// <summary>These need mmdebstrap, user namespaces, and a system whose apt knows the distribution's archive.</summary>
public sealed class SeedBuilderTests(PinnedSeed pinned) : IClassFixture<PinnedSeed>, IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("imgrep-seed-");

    [Fact]
    public async Task A_seed_is_the_same_bytes_in_every_run()
    {
        var first = pinned.Seed;
        var again = Tar("again");
        var archives = await new SeedBuilder(SystemArchive.Find(), root.CreateSubdirectory("another folder").FullName).CreateTarAsync(first, again, CancellationToken.None);
        archives.ShouldBe(first.Archives);
        Hash(again).ShouldBe(Hash(pinned.Tar));
        first.Archives.Select(archive => archive.Name).ShouldContain("libc6");
        Directory.EnumerateFileSystemEntries(Path.Combine(root.FullName, "another folder")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_seed_whose_tree_is_not_the_pinned_one_is_refused_with_both_hashes()
    {
        var wrong = pinned.Seed with { Layer = pinned.Seed.Archives[0].Digest };
        using var store = new ContentStore(Path.Combine(root.FullName, "store"));
        var seeds = new SeedStore(store, SystemArchive.Find());
        var failure = await Should.ThrowAsync<EnvironmentException>(() => seeds.EnsureAsync(wrong, new Progress<BuildEvent>(), CancellationToken.None));
        failure.Message.ShouldMatch($"^verify seed small: its packages are the pinned ones, but its tree is sha256:[0-9a-f]{{64}}, not {wrong.Layer}$");
        seeds.Find(wrong).ShouldBeSameAs(wrong);
    }

    [Fact]
    public async Task What_the_archive_has_today_stands_in_for_a_seed_that_moved_on()
    {
        var old = MovedOn(pinned.Seed);
        using var store = new ContentStore(Path.Combine(root.FullName, "store"));
        var seeds = new SeedStore(store, SystemArchive.Find());
        await seeds.EnsureAsync(old, new Progress<BuildEvent>(), CancellationToken.None);
        var found = seeds.Find(old);
        found.Archives.ShouldBe(pinned.Seed.Archives);
        store.HasBlob(found.Layer!).ShouldBeTrue();
        seeds.Find(pinned.Seed).ShouldBeSameAs(pinned.Seed);
    }

    [Needs("docker-registry", "openssl")]
    public async Task What_a_registry_has_in_the_place_of_a_seed_counts_for_one_command_and_never_as_made_here()
    {
        var old = MovedOn(pinned.Seed) with { Layer = pinned.Seed.Archives[0].Digest };
        var progress = new Progress<BuildEvent>();
        using var registry = new LocalRegistry();
        using var client = new RegistryClient(RegistryAddress.TryParse(registry.Address)!, new RegistryAccess(registry.AuthFile, registry.CertificateFolder));
        Digest layer;
        using (var store = new ContentStore(Path.Combine(root.FullName, "one")))
        {
            var seeds = new SeedStore(store, SystemArchive.Find());
            await seeds.EnsureAsync(old, progress, CancellationToken.None);
            layer = seeds.Find(old).Layer!;
            await new SharedInputs(store, client, progress).PutSeedAsync(old, CancellationToken.None);
        }
        using (var store = new ContentStore(Path.Combine(root.FullName, "two")))
        {
            var inputs = new SharedInputs(store, client, progress);
            // It may have come before, as the layer of an image.
            File.Copy(Path.Combine(root.FullName, "one/blobs/sha256", layer.Hex), store.BlobPath(layer));
            await inputs.TakeStandInAsync(old, CancellationToken.None);
            await inputs.TakeSeedAsync(old, CancellationToken.None);
            new SeedStore(store, null).Find(old).Layer.ShouldBe(layer);
            store.HasBlob(layer).ShouldBeTrue();
            SeedStore.IsBorrowed(store, layer).ShouldBeTrue();
        }
        using (var store = new ContentStore(Path.Combine(root.FullName, "two")))
        {
            var seeds = new SeedStore(store, SystemArchive.Find());
            seeds.Find(old).ShouldBeSameAs(old);
            SeedStore.IsBorrowed(store, layer).ShouldBeTrue();
            await seeds.EnsureAsync(old, progress, CancellationToken.None);
            seeds.Find(old).Layer.ShouldBe(layer);
            SeedStore.IsBorrowed(store, layer).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_package_that_does_not_exist_is_said_in_the_words_of_apt()
    {
        var seed = pinned.Seed with { Packages = ["no-such-package"] };
        var failure = await Should.ThrowAsync<EnvironmentException>(() => new SeedBuilder(SystemArchive.Find(), root.FullName)
            .CreateTarAsync(seed, Tar("none"), CancellationToken.None));
        failure.Message.ShouldContain("Unable to locate package no-such-package");
    }

    public void Dispose() => root.Delete(recursive: true);

    private static Seed MovedOn(Seed seed)
    {
        var make = seed.Archives.Single(archive => archive.Name == "make");
        return seed with { Archives = seed.Archives.Replace(make, make with { Version = "4.0-1", Digest = seed.Archives[0].Digest }) };
    }

    private string Tar(string name) => Path.Combine(root.FullName, name + ".tar");

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
