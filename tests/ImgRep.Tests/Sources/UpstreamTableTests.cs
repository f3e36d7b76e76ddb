using ImgRep.Host.Checkouts;
using ImgRep.Host.Vouching;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Tests.Architecture;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Tests.Sources;

public class UpstreamTableTests
{
    private const string Key = "3690C240CE51B4670D30AD1C38EE757D69184620";

    [Theory]
    [InlineData("xz https://xz.example/ xz-{VERSION}.tar", "not a row of the table of projects (write NAME LISTING FILE SIGNATURE [KEY...])")]
    [InlineData("XZ https://xz.example/ xz-{VERSION}.tar none", "'XZ' cannot be the name of a project (write lower-case letters, digits and . + -)")]
    [InlineData("xz https://xz.example xz-{VERSION}.tar none", "'https://xz.example' is not where releases are listed (write an http or https URL that ends in a slash)")]
    [InlineData("xz file:///srv/ xz-{VERSION}.tar none", "'file:///srv/' is not where releases are listed (write an http or https URL that ends in a slash)")]
    [InlineData("xz https://xz.example/a/../ xz-{VERSION}.tar none", "'https://xz.example/a/../' is not where releases are listed (write an http or https URL that "
        + "ends in a slash)")]
    [InlineData("xz https://xz.example/ xz.tar none", "'xz.tar' is not what a release is called (write the name of the file, with {VERSION} where its version is)")]
    [InlineData("xz https://xz.example/ {VERSION}/{VERSION}.tar none", "'{VERSION}/{VERSION}.tar' is not what a release is called (write the name of the file, with "
        + "{VERSION} where its version is)")]
    [InlineData("xz https://xz.example/ xz-{VERSION}.tar pgp", "'pgp' is no kind of signature (write openpgp, openpgp-tar, either with +sha1, minisign, "
        + "signify, tag or none, and +7d for an age of seven days)")]
    [InlineData("xz https://xz.example/ xz-{VERSION}.tar minisign+sha1", "'minisign+sha1' is no kind of signature (write openpgp, openpgp-tar, either with +sha1, minisign, "
        + "signify, tag or none, and +7d for an age of seven days)")]
    [InlineData("xz https://xz.example/ xz-{VERSION}.tar openpgp+7", "'openpgp+7' is no kind of signature (write openpgp, openpgp-tar, either with +sha1, minisign, "
        + "signify, tag or none, and +7d for an age of seven days)")]
    [InlineData("xz https://xz.example/ xz-{VERSION}.tar openpgp 38EE757D69184620", "'38EE757D69184620' names no key of this kind (write the key's fingerprint, 40 hexadecimal "
        + "digits in capitals without blanks)")]
    [InlineData("xz https://xz.example/ xz-{VERSION}.tar minisign " + Key, "'" + Key + "' names no key of this kind (write the key's id, 16 hexadecimal digits in capitals)")]
    [InlineData("xz https://xz.example/ xz-{VERSION}.tar none " + Key, "'" + Key + "' names no key of this kind (where nothing is signed there is no key)")]
    public void A_row_that_is_none_is_rejected(string text, string message) =>
        Should.Throw<RejectedInputException>(() => UpstreamTable.Parse("# projects\n" + text, "upstreams")).Message.ShouldBe($"upstreams:2:1: error: {message}");

    [Theory]
    [InlineData("a https://a.example/ b-{VERSION}.tar none")]
    [InlineData("b https://a.example/ a-{VERSION}.tar none")]
    public void A_project_stands_there_once(string second) =>
        Should.Throw<RejectedInputException>(() => UpstreamTable.Parse("a https://a.example/ a-{VERSION}.tar none\n" + second, "upstreams")).Message
            .ShouldBe($"upstreams:2:1: error: {second[0]} is the project a above (remove one of them)");

    [Theory]
    [InlineData("https://a.example/pub/v1/a-1.10.tar.xz", "1.10")]
    [InlineData("https://a.example/pub/a-2.0rc1.tar.xz", "2.0rc1")]
    [InlineData("https://a.example/pub/a-1.3.dfsg%2Breally1.tar.xz", "1.3.dfsg+really1")]
    [InlineData("https://a.example/pub/a-.tar.xz", null)]
    [InlineData("https://a.example/pub/a-%2E%2E%2Fx.tar.xz", null)]
    [InlineData("https://a.example/pub/b-1.tar.xz", null)]
    [InlineData("https://a.example.org/pub/a-1.tar.xz", null)]
    [InlineData("http://a.example/pub/a-1.tar.xz", null)]
    public void A_url_is_of_a_version_or_of_another_project(string url, string? version) =>
        UpstreamTable.Parse("a https://a.example/pub/ a-{VERSION}.tar.xz none", "upstreams").Rows[0].VersionOf(new Uri(url)).ShouldBe(version);

    [Theory]
    [InlineData("none", false, 0)]
    [InlineData("openpgp+sha1", true, 0)]
    [InlineData("minisign+7d", false, 7)]
    [InlineData("openpgp-tar+sha1+14d", true, 14)]
    public void Exceptions_follow_the_kind_of_signature(string kind, bool allowsSha1, int minAge)
    {
        var row = UpstreamTable.Parse($"a https://a.example/pub/ a-{{VERSION}}.tar.xz {kind}", "upstreams").Rows[0];
        (row.AllowsSha1, row.MinAge).ShouldBe((allowsSha1, minAge));
    }

    [Fact]
    public void The_nearest_listing_has_a_url() =>
        UpstreamTable.Parse("far https://a.example/ a-{VERSION}.tar none\nnear https://a.example/pub/ a-{VERSION}.tar none", "upstreams")
            .Find(new Uri("https://a.example/pub/a-1.tar"))!.Name.ShouldBe("near");

    [Theory]
    [InlineData(Key, "keys/upstream/places:1:1: error: the key " + Key + " was not found at two places (write KEY PLACE PLACE)")]
    [InlineData(Key + " here here", "keys/upstream/places:1:1: error: the key " + Key + " was not found at two places (write KEY PLACE PLACE)")]
    [InlineData(Key + " here there\n" + Key + " here there", "keys/upstream/places:2:1: error: the key " + Key + " stands there twice (remove one line)")]
    public void The_fingerprint_of_a_key_was_found_twice(string text, string message) =>
        Should.Throw<RejectedInputException>(() => KeyPlaces.Parse(text, "keys/upstream/places")).Message.ShouldBe(message);

    [Fact]
    public void The_projects_of_this_tree_and_their_keys_can_be_read()
    {
        var folder = UpstreamFolder.Read(Checkout.Find(ProjectFolder.PathOf(".")));
        UsedSources.Routes.SelectMany(route => route.Sources).Where(source => folder.Table.Find(source.Url) is null).Select(source => source.Url).ShouldBeEmpty();
        folder.OpenPgp.Keys.ShouldContain(Key);
    }

    [Fact]
    public void Each_signature_that_is_kept_is_of_a_source_in_use_and_by_a_key_of_its_project()
    {
        var folder = UpstreamFolder.Read(Checkout.Find(ProjectFolder.PathOf(".")));
        var sources = UsedSources.Routes.SelectMany(route => route.Sources).DistinctBy(source => source.Digest).ToDictionary(source => source.Digest.Hex);
        var files = Directory.GetFiles(ProjectFolder.PathOf("signatures/upstream"));
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            var source = sources[Path.GetFileNameWithoutExtension(file)];
            UsedSources.IsRepack(source.Digest).ShouldBeFalse();
            var keys = folder.Table.Find(source.Url)!.Keys.Select(key => folder.OpenPgp[key]).SelectMany(key => key.KeyIds);
            SignedData.OfDetached(default, File.ReadAllBytes(file)).Signature.KeyIds.ShouldContain(id => keys.Contains(id), source.FileName);
        }
    }
}
