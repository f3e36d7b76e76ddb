using System.Text;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Sources;

public class ArchiveIndexTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Packages_and_the_hashes_of_their_files_are_read()
    {
        var text = $"Package: xz-utils\nBinary: xz,\n liblzma5\nVersion: 5.8.1-1\nChecksums-Sha1:\n {new string('b', 40)} 5 xz.tar\nChecksums-Sha256:\n {Hash} 5 xz.tar\n"
            + $" nonsense\n\n\nVersion: 1\n\nPackage: sed\nVersion: 1:4.9-2\n";
        var sources = IndexedSource.Read(Bytes(text)).ToList();
        sources.Select(source => (source.Package, source.Version)).ShouldBe([("xz-utils", "5.8.1-1"), ("sed", "1:4.9-2")]);
        sources[0].Files.Select(file => (file.Digest.Hex, file.Name)).ShouldBe([(Hash, "xz.tar")]);
        sources[1].Files.ShouldBeEmpty();
    }

    [Fact]
    public void Lines_that_are_longer_than_a_buffer_are_read_whole()
    {
        var name = new string('x', 200_000);
        IndexedSource.Read(Bytes($"Package: {name}\nVersion: 1\n")).Single().Package.ShouldBe(name);
    }

    [Fact]
    public void An_endless_line_is_refused() =>
        Should.Throw<RejectedInputException>(() => IndexedSource.Read(Bytes(new string('x', 40 << 20))).Count());

    [Fact]
    public void The_head_of_a_suite_says_which_index_is_its()
    {
        var release = SuiteRelease.TryParse(Encoding.ASCII.GetBytes(Head()))!;
        release.Names.ShouldBe(["stable", "trixie"]);
        release.Date.ShouldBe(new DateTimeOffset(2026, 11, 21, 9, 15, 44, TimeSpan.Zero));
        release.Sources.Hex.ShouldBe(Hash);
    }

    [Theory]
    [InlineData("Date: Sat, 21 Nov 2026 09:15:44 UTC", "Date: today")]
    [InlineData("main/source/Sources.xz", "main/source/Sources.gz")]
    [InlineData("SHA256:", "SHA512:")]
    [InlineData("SHA256:", "\nSHA256:")]
    public void A_head_that_lacks_something_is_none(string part, string other) =>
        SuiteRelease.TryParse(Encoding.ASCII.GetBytes(Head().Replace(part, other, StringComparison.Ordinal))).ShouldBeNull();

    private static string Head() =>
        "Origin: Example\nSuite: stable\nCodename: trixie\nDate: Sat, 21 Nov 2026 09:15:44 UTC\nSHA256:\n"
            + $" {new string('c', 64)} 9 main/binary-amd64/Packages.xz\n {Hash} 7 main/source/Sources.xz\n";

    private static MemoryStream Bytes(string text) => new(Encoding.ASCII.GetBytes(text));
}
