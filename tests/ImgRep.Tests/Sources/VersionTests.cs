using ImgRep.Sources;
using ImgRep.Sources.Versions;

namespace ImgRep.Tests.Sources;

public class VersionTests
{
    [Theory]
    [InlineData("1.9", "1.10")]
    [InlineData("1.2.9", "1.10")]
    [InlineData("2.0rc1", "2.0")]
    [InlineData("2.0-rc1", "2.0-rc2")]
    [InlineData("2.0.rc2", "2.0")]
    [InlineData("2.0alpha", "2.0beta")]
    [InlineData("2.0", "2.0.1")]
    [InlineData("5.2", "5.2.37")]
    [InlineData("1.1.1k", "1.1.1l")]
    [InlineData("1.1.1", "1.1.1a")]
    [InlineData("1.00", "1.1")]
    [InlineData("20250419", "20260816")]
    [InlineData("99999999999999999999", "100000000000000000000")]
    public void Numbers_count_as_numbers_and_what_is_before_a_release_comes_before_it(string earlier, string later)
    {
        VersionOrder.CompareUpstream(earlier, later).ShouldBeLessThan(0);
        VersionOrder.CompareUpstream(later, earlier).ShouldBeGreaterThan(0);
        VersionOrder.CompareUpstream(later, later).ShouldBe(0);
    }

    [Theory]
    [InlineData("9.9-1", "1:1.0-1")]
    [InlineData("1.0~rc1-1", "1.0-1")]
    [InlineData("1.0-1~deb12u1", "1.0-1")]
    [InlineData("1.0-1", "1.0-1+deb12u1")]
    [InlineData("1.0-1", "1.0-10")]
    [InlineData("1.0", "1.0-1")]
    [InlineData("1.0a", "1.0+b")]
    public void Epochs_and_tildes_of_an_archive_count(string earlier, string later) => VersionOrder.CompareArchive(earlier, later).ShouldBeLessThan(0);

    [Theory]
    [InlineData("1:1.3.dfsg+really1.3.2-4", "1.3.2")]
    [InlineData("2:6.3.0+dfsg-5", "6.3.0")]
    [InlineData("1:1.2.13.dfsg-1", "1.2.13")]
    [InlineData("8.14.1-2+deb13u5", "8.14.1")]
    [InlineData("20250419", "20250419")]
    [InlineData("1.85.0+dfsg3-1", "1.85.0")]
    [InlineData("0.9.27+git20200814.62c30a4a-1", "0.9.27")]
    [InlineData("4.4.1-3", "4.4.1")]
    public void The_archives_version_gives_upstreams(string archive, string upstream) => VersionOrder.UpstreamOf(archive).ShouldBe(upstream);

    [Theory]
    [InlineData("gcc-14", "14.2.0-19", "gcc-*")]
    [InlineData("python3.13", "3.13.5-2", "python*")]
    [InlineData("golang-1.27", "1.27.1-2", "golang-*")]
    [InlineData("llvm-toolchain-19", "1:19.1.7-3", "llvm-toolchain-*")]
    [InlineData("bzip2", "1.0.8-6", "bzip2")]
    [InlineData("m4", "1.4.19-3", "m4")]
    [InlineData("x1", "12.0-1", "x1")]
    [InlineData("perl", "5.40.1-6", "perl")]
    [InlineData("perl6", "6.d.3-1", "perl*")]
    public void A_package_named_after_its_version_is_one_with_the_next(string package, string version, string stem) => NamedVersion.StemOf(package, version).ShouldBe(stem);

    [Fact]
    public void What_is_no_release_follows_none()
    {
        Candidates.Newest("1.9", ["1.10", "1.8", "2.0rc1", "2.0~beta1", "20260101", "16-20260315", "1.10+git20260101"]).ShouldBe("1.10");
        Candidates.Newest("2.0rc1", ["2.0rc2", "1.9"]).ShouldBe("2.0rc2");
        Candidates.Newest("20250419", ["20260816", "99.1"]).ShouldBe("20260816");
        Candidates.Newest("1.9", ["1.9", "1.9.0rc1"]).ShouldBeNull();
    }

    [Fact]
    public void A_listing_names_releases_by_the_name_of_their_files_alone()
    {
        var upstream = UpstreamTable.Parse("sed https://sed.example/ sed-{VERSION}.tar.xz none", "upstreams").Rows[0];
        Listing.Read(upstream, """
            <a href="sed-4.9.tar.xz">sed-4.9.tar.xz</a> <a href="sed-4.10.tar.xz">sed-4.10</a> <a href="sed-5.0.tar.xz.sig">signature</a>
            <a href="used-6.0.tar.xz">another</a> <a href="xsed-7.0.tar.xz">another</a> <a href="sed-../../8.0.tar.xz">nothing</a> sed-.tar.xz sed-latest.tar.xz
            """).ShouldBe(["4.9", "4.10"]);
    }

    [Fact]
    public void A_listing_without_end_takes_no_time_without_end() =>
        Listing.Read(
            UpstreamTable.Parse("sed https://sed.example/ sed-{VERSION}.tar.xz none", "upstreams").Rows[0], string.Concat(Enumerable.Repeat("sed-1.", 500_000))).ShouldBeEmpty();
}
