using ImgRep.Host.Sources;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Sources;

public class TableTests
{
    private const string Hash = "20508c3dbf04a872df56460db60c92ac53305065b5b72516b458815cd2dd2912";

    [Theory]
    [InlineData("https://ftp.example/gnu/", "mirrors:1:1: error: the rule for https://ftp.example/gnu/ has no alternative (write PREFIX ALTERNATIVE...)")]
    [InlineData("ftp.example https://mirror.example/", "mirrors:1:1: error: ftp.example is not a URL that a mirror can have (write an http or https URL, or "
        + "sha256: for every source by its hash)")]
    [InlineData("# gnu\nhttps://ftp.example/ ssh://mirror.example/",
        "mirrors:2:1: error: ssh://mirror.example/ is not a URL that a mirror can have (write an http, https or file URL)")]
    [InlineData("file:///srv/ https://mirror.example/", "mirrors:1:1: error: file:///srv/ is not a URL that a mirror can have (write an http or https URL, or "
        + "sha256: for every source by its hash)")]
    public void A_rule_that_is_none_is_rejected(string text, string message) =>
        Should.Throw<RejectedInputException>(() => MirrorRules.Parse(text, "mirrors")).Message.ShouldBe(message);

    [Fact]
    public void Every_rule_whose_prefix_fits_adds_its_alternatives() =>
        MirrorRules.Parse("https://a.example/gnu/ https://one.example/\nhttps://a.example/ https://two.example/x/\nhttps://b.example/ https://three.example/", "mirrors")
            .ByUrl(new Uri("https://a.example/gnu/sed.tar")).ShouldBe([new Uri("https://one.example/sed.tar"), new Uri("https://two.example/x/gnu/sed.tar")]);

    [Theory]
    [InlineData("zlib")]
    [InlineData(Hash + " trixie zlib 1.3")]
    [InlineData(Hash + " trixie zlib 1.3 zlib.tar other")]
    [InlineData(Hash + " trixie ../zlib 1.3 zlib.tar")]
    [InlineData(Hash + " trixie zlib 1.3 a/../../zlib.tar")]
    [InlineData(Hash + " trixie zlib 1.3 -zlib.tar")]
    public void A_row_that_is_none_is_rejected(string text) =>
        Should.Throw<RejectedInputException>(() => SourceTable.Parse("\n" + text, "sources")).Message.ShouldBe(
            "sources:2:1: error: not a row of the source table (write SHA256 SUITE PACKAGE VERSION FILE, and repack where upstream's file is another)");

    [Fact]
    public void A_hash_that_stands_there_twice_is_rejected() =>
        Should.Throw<RejectedInputException>(() => SourceTable.Parse($"{Hash} sid a 1 a.tar\n{Hash} sid b 1 b.tar", "sources")).Message
            .ShouldBe("sources:2:1: error: b.tar has the hash of a.tar above (remove one of them)");

    [Theory]
    [InlineData("zlib", "zlib_1.3.dfsg+really1.orig.tar.gz", "http://archive.example/pool/main/z/zlib/zlib_1.3.dfsg%2Breally1.orig.tar.gz")]
    [InlineData("libffi", "libffi_3.4.4.orig.tar.gz", "http://archive.example/pool/main/libf/libffi/libffi_3.4.4.orig.tar.gz")]
    [InlineData("lib", "lib_1.orig.tar.gz", "http://archive.example/pool/main/l/lib/lib_1.orig.tar.gz")]
    public void The_archive_keeps_a_source_in_its_pool(string package, string file, string url) =>
        new SystemArchive(new Uri("http://archive.example/"))
            .SourceFile(SourceTable.Parse($"{Hash} sid {package} 1 {file}", "sources").Find(Digest.Parse("sha256:" + Hash))!)
            .AbsoluteUri.ShouldBe(url);

    [Fact]
    public void The_tables_of_this_tree_can_be_read()
    {
        var table = SourceTable.Parse(File.ReadAllText(ProjectFolder.PathOf("sources")), "sources");
        table.Find(Digest.Parse("sha256:a9a118bbe84d8764da0ea0d28b3ab3fae8477fc7e4085d90102b8596fc7c75e4"))!.Package.ShouldBe("musl");
        MirrorRules.Parse(File.ReadAllText(ProjectFolder.PathOf("mirrors")), "mirrors")
            .ByUrl(new Uri("https://ftp.gnu.org/gnu/sed/sed-4.9.tar.xz")).ShouldNotBeEmpty();
    }
}
