using ImgRep.Building;
using ImgRep.Host.Sources;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.EndToEnd.Sources;

/// <summary>These need a system whose apt knows the distribution's archive, and a way to it.</summary>
public sealed class ArchiveTests : ISourceStore, IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("imgrep-archive-");

    [Fact]
    public async Task A_source_that_upstream_does_not_give_comes_from_the_systems_archive()
    {
        var musl = new SourceRequest(
            Digest.Parse("sha256:a9a118bbe84d8764da0ea0d28b3ab3fae8477fc7e4085d90102b8596fc7c75e4"),
            new Uri("https://nowhere.invalid/musl-1.2.5.tar.gz"));
        const string table = "a9a118bbe84d8764da0ea0d28b3ab3fae8477fc7e4085d90102b8596fc7c75e4  trixie  musl  1.2.5-3  musl_1.2.5.orig.tar.gz";
        var places = new SourcePlaces([], MirrorRules.None, SourceTable.Parse(table, "sources"), SystemArchive.Find());
        using var fetcher = new SourceFetcher(this, places, new FetchOptions());
        var source = (await fetcher.FetchAsync([musl], null, CancellationToken.None)).Single();
        source.Place.ShouldNotBeNull().ShouldEndWith("/pool/main/m/musl/musl_1.2.5.orig.tar.gz");
        new FileInfo(PathOf(musl.Digest)).Length.ShouldBe(1080786);
    }

    public bool Has(Digest digest) => File.Exists(PathOf(digest));

    public string PathOf(Digest digest) => Path.Combine(root.FullName, digest.Hex);

    public string PartialPathOf(Digest digest) => PathOf(digest) + ".partial";

    void ISourceStore.Adopt(string partial, Digest digest) => File.Move(partial, PathOf(digest));

    public void Dispose() => root.Delete(recursive: true);
}
