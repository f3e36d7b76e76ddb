using ImgRep.Building;
using ImgRep.Host;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Sources;

public class PlaceTests : Fetching
{
    private static readonly Uri Upstream = new("https://zlib.example/fossils/zlib-1.3.1.tar.gz");
    private static readonly string Row = $"{Wanted.Hex}  trixie  zlib  1:1.3.1-1  zlib_1.3.1.orig.tar.gz";
    private static readonly SystemArchive Archive = new(new Uri("http://archive.example/dist/"));

    [Fact]
    public void Mirrors_come_before_upstream_and_the_archive_last()
    {
        var mirrors = Mirrors("https://zlib.example/ https://one.example/zlib/ https://two.example/", "sha256: https://hashes.example/");
        var places = new SourcePlaces([], mirrors, SourceTable.Parse(Row, "sources"), Archive);
        places.For(new SourceRequest(Wanted, Upstream)).Select(place => place.AbsoluteUri).ShouldBe(
        [
            "https://hashes.example/sha256/20508c3dbf04a872df56460db60c92ac53305065b5b72516b458815cd2dd2912",
            "https://one.example/zlib/fossils/zlib-1.3.1.tar.gz",
            "https://two.example/fossils/zlib-1.3.1.tar.gz",
            "https://zlib.example/fossils/zlib-1.3.1.tar.gz",
            "http://archive.example/dist/pool/main/z/zlib/zlib_1.3.1.orig.tar.gz",
        ]);
    }

    [Fact]
    public void Upstream_is_not_asked_for_what_the_archive_packed_itself()
    {
        var places = new SourcePlaces([], Mirrors("https://zlib.example/ https://one.example/"), SourceTable.Parse(Row + " repack", "sources"), Archive);
        places.For(new SourceRequest(Wanted, Upstream)).ShouldBe([new Uri("http://archive.example/dist/pool/main/z/zlib/zlib_1.3.1.orig.tar.gz")]);
    }

    [Fact]
    public void A_repository_is_looked_for_as_its_tar_and_then_fetched_from_copies_and_upstream()
    {
        var places = new SourcePlaces([], Mirrors("https://zlib.example/ https://one.example/", "sha256: https://hashes.example/"), SourceTable.Empty, Archive);
        places.For(new SourceRequest(Wanted, new Uri("https://zlib.example/zlib.git#v1"), new string('1', 40))).Select(place => place.AbsoluteUri).ShouldBe(
        [
            $"https://hashes.example/sha256/{Wanted.Hex}",
            "git+https://one.example/zlib.git#v1",
            "git+https://zlib.example/zlib.git#v1",
        ]);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://zlib.example/zlib.tar.gz")]
    public void A_URL_that_is_not_of_the_web_is_no_place(string url) =>
        new SourcePlaces([], MirrorRules.None, SourceTable.Empty, null).For(new SourceRequest(Wanted, new Uri(url))).ShouldBeEmpty();

    [Fact]
    public async Task A_mirror_may_be_a_folder()
    {
        var folder = Store.Folder("fossils/zlib-1.3.1.tar.gz", Source);
        var source = await FetchAsync(new SourceRequest(Wanted, Upstream), Mirrors($"https://zlib.example/ file://{folder}/"));
        source.Place.ShouldBe(folder + "/fossils/zlib-1.3.1.tar.gz");
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public async Task A_device_or_a_fifo_in_the_place_of_a_source_is_neither_read_nor_waited_for()
    {
        var fifo = Store.Folder("other", []) + "/zlib-1.3.1.tar.gz";
        FileSystem.MakeFifo(HostPath.Parse(fifo));
        (await FailAsync(new SourceRequest(Wanted, Upstream), Mirrors("https://zlib.example/ file:///dev/zero#/"), Patient with { Offline = true }))
            .ShouldContain("/dev/zero: it is not a regular file");
        (await FailAsync(new SourceRequest(Wanted, Upstream), Mirrors($"https://zlib.example/fossils/ file://{Path.GetDirectoryName(fifo)}/"), Patient with { Offline = true }))
            .ShouldContain("zlib-1.3.1.tar.gz: it is not a regular file");
    }

    [Fact]
    public async Task A_file_that_is_longer_than_any_source_is_not_copied()
    {
        var folder = Store.Folder("fossils/zlib-1.3.1.tar.gz", Source);
        (await FailAsync(new SourceRequest(Wanted, Upstream), Mirrors($"https://zlib.example/ file://{folder}/"), Patient with { Offline = true, MaximumLength = 1000 }))
            .ShouldContain("it has more than 1000 bytes");
    }

    [Fact]
    public async Task A_mirror_that_keeps_files_by_their_hash_is_asked_by_hash()
    {
        using var server = FaultyServer.Serving(Source);
        await FetchAsync(new SourceRequest(Wanted, Upstream), Mirrors($"sha256: {server.Address}"));
        server.Requests.Single().Path.ShouldBe("/sha256/20508c3dbf04a872df56460db60c92ac53305065b5b72516b458815cd2dd2912");
    }

    [Theory]
    [InlineData("zlib-1.3.1.tar.gz")]
    [InlineData("zlib_1.3.1.orig.tar.gz")]
    [InlineData("sha256/20508c3dbf04a872df56460db60c92ac53305065b5b72516b458815cd2dd2912")]
    public async Task A_folder_has_a_source_under_its_own_name_the_archives_name_or_its_hash(string name)
    {
        var folder = Store.Folder(name, Source);
        var source = await FetchAsync(new SourceRequest(Wanted, Upstream), folders: [folder], table: Row);
        source.Place.ShouldBe(Path.Combine(folder, name));
    }

    [Fact]
    public async Task A_wrong_file_in_a_folder_is_said_and_passed_over()
    {
        var wrong = Store.Folder("zlib-1.3.1.tar.gz", Other);
        var right = Store.Folder("zlib-1.3.1.tar.gz", Source);
        var source = await FetchAsync(new SourceRequest(Wanted, Upstream), folders: [wrong, right]);
        source.Misses.Single().Reason.ShouldStartWith("has sha256:2441d5bb");
        (await File.ReadAllBytesAsync(Path.Combine(wrong, "zlib-1.3.1.tar.gz"))).ShouldBe(Other);
    }

    [Fact]
    public async Task The_store_is_enough_when_it_has_the_source()
    {
        using var server = FaultyServer.Serving(Source);
        await FetchAsync(At(server.Address));
        (await FetchAsync(At(server.Address), options: Patient with { Offline = true })).Place.ShouldBeNull();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Working_offline_nothing_is_asked_of_the_network()
    {
        using var server = FaultyServer.Serving(Source);
        var failure = await Should.ThrowAsync<EnvironmentException>(() => FetchAsync(At(server.Address), options: Patient with { Offline = true }));
        failure.Reason.ShouldEndWith("not asked: working offline");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_source_that_cannot_be_had_does_not_keep_the_others_away()
    {
        using var server = new FaultyServer((request, answer) =>
            request.Path == "/here" ? answer.SendAsync(Source) : answer.HeadAsync(404, "Content-Length: 0"));
        using var fetcher = new SourceFetcher(Store, new SourcePlaces([], MirrorRules.None, SourceTable.Empty, null), Patient);
        var absent = new SourceRequest(Digest.Compute("absent"u8), new Uri(server.Address, "absent.tar.xz"));
        var failure = await Should.ThrowAsync<EnvironmentException>(() => fetcher.FetchAsync([absent, At(server.Address, "here")], null, CancellationToken.None));
        failure.Message.ShouldBe(
            "obtain absent.tar.xz (sha256:5ad38304b535c2987dbd24657c1a11b884984ff600d9f389deb0d4e634fee792): no place has it\n"
            + $"  {server.Address}absent.tar.xz: HTTP 404 Answer");
        Store.Content(Wanted).ShouldBe(Source);
    }

    [Fact]
    public void A_file_name_never_leads_out_of_a_folder()
    {
        new SourceRequest(Wanted, new Uri("https://zlib.example/..%2f..%2fetc%2fpasswd")).FileName.ShouldBe("");
        new SourceRequest(Wanted, new Uri("https://zlib.example/a/%2e%2e")).FileName.ShouldBe("");
        new SourceRequest(Wanted, new Uri("https://zlib.example/")).FileName.ShouldBe("");
        new SourceRequest(Wanted, new Uri("https://zlib.example/a%20b.tar?x=1")).FileName.ShouldBe("a b.tar");
    }

    [Fact]
    public void A_redirect_from_https_to_plain_http_is_refused() =>
        Should.Throw<TransferException>(() => Redirect.Follow(Upstream, new Uri("http://zlib.example/x"))).Message
            .ShouldBe("redirects from https to plain http (http://zlib.example/x), which is refused");
}
