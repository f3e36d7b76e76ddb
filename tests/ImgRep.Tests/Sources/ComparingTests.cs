using System.Text;
using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Primitives;
using ImgRep.Sources.Comparing;

namespace ImgRep.Tests.Sources;

public class ComparingTests
{
    [Fact]
    public void A_file_that_was_planted_into_m4_is_named_first()
    {
        var tree = Files(("configure.ac", "a"), ("src/x.c", "b"), ("README", "c"), (".gitignore", "d"));
        var source = Files(("configure.ac", "a"), ("src/x.c", "other"), ("README", "c"), ("ChangeLog", "e"), ("m4/build-to-host.m4", "evil"));
        var compared = SourceComparison.Compare(source, tree);
        compared.Differences.Select(one => (one.Kind, one.Role, one.Path)).ShouldBe(
        [
            (DifferenceKind.Only, FileRole.Run, "m4/build-to-host.m4"), (DifferenceKind.Differs, FileRole.Compiled, "src/x.c"), (DifferenceKind.Only, FileRole.Other, "ChangeLog"),
        ]);
        (compared.Equal, compared.Missing).ShouldBe((2, 1));
    }

    [Fact]
    public void A_link_is_not_the_file_with_the_same_bytes() =>
        SourceComparison.Compare(
            new Dictionary<string, SourceFile> { ["x"] = new(Digest.Compute("a"u8), IsLink: true, IsExecutable: false) }, Files(("x", "a"))).Differences.Length.ShouldBe(1);

    [Theory]
    [InlineData("configure", false, FileRole.Run)]
    [InlineData("build-aux/ltmain.sh", false, FileRole.Run)]
    [InlineData("src/Makefile.in", false, FileRole.Run)]
    [InlineData("tests/data", true, FileRole.Run)]
    [InlineData("gen/parser.y", false, FileRole.Compiled)]
    [InlineData("lib/crc.S", false, FileRole.Compiled)]
    [InlineData("tests/files/good.lzma", false, FileRole.Other)]
    public void The_role_of_a_file_goes_by_its_name_and_mode(string path, bool isExecutable, FileRole role) => FileRoles.Of(path, isExecutable).ShouldBe(role);

    [Fact]
    public void What_is_accepted_is_accepted_with_its_bytes_alone()
    {
        var (one, other) = (Difference("po/de gmo", "1"), Difference("po/de gmo", "2"));
        var accepted = AcceptedDifferences.Parse(AcceptedDifferences.Write("heading", [one]), "compared/x");
        accepted.Count.ShouldBe(1);
        accepted.Has(one).ShouldBeTrue();
        accepted.Has(other).ShouldBeFalse();
        accepted.Has(one with { Kind = DifferenceKind.Differs }).ShouldBeFalse();
    }

    [Theory]
    [InlineData("only x y", "compared/x:1:1: error: not a difference (write only or differs, SHA256 and PATH)")]
    [InlineData("new {0} y", "compared/x:1:1: error: not a difference (write only or differs, SHA256 and PATH)")]
    [InlineData("only {0} y z", "compared/x:1:1: error: not a difference (write only or differs, SHA256 and PATH)")]
    [InlineData("only {0} y\nonly {0} y", "compared/x:2:1: error: y stands there twice (remove one line)")]
    public void A_line_that_is_no_difference_is_rejected(string text, string message) =>
        Should.Throw<RejectedInputException>(() => AcceptedDifferences.Parse(text.Replace("{0}", new string('a', 64), StringComparison.Ordinal), "compared/x"))
            .Message.ShouldBe(message);

    [Fact]
    public void Names_cannot_pass_for_others() =>
        new[] { SourcePath.Escape("a b"u8), SourcePath.Escape("a%20b"u8), SourcePath.Escape([0xFF]), SourcePath.Escape("\u00ff"), SourcePath.Escape("a\nb"u8) }
            .ShouldBe(["a%20b", "a%2520b", "%FF", "%C3%BF", "a%0Ab"]);

    [Fact]
    public void The_top_folder_of_an_archive_is_left_out_and_what_stands_beside_it_is_seen()
    {
        var files = ArchiveListing.Read(
            [Folder("x-1"), File("x-1/a", "1"), File("./x-1/b", "2"), File("elsewhere/c", "3"), File("x-1/a", "4"), Link("x-1/d", "a"), HardLink("x-1/e", "x-1/b")], "x.tar");
        files.Keys.ShouldBe(["a", "b", "/elsewhere/c", "d", "e"], ignoreOrder: true);
        files["a"].Digest.ShouldBe(Digest.Compute("4"u8));
        files["d"].ShouldBe(new SourceFile(Digest.Compute("a"u8), true, false));
        files["e"].ShouldBe(files["b"]);
    }

    [Theory]
    [InlineData("x-1/../../etc/passwd", "leads out of its folder")]
    [InlineData("../x", "leads out of its folder")]
    public void An_archive_that_leads_out_of_its_folder_is_refused(string name, string message) =>
        Should.Throw<RejectedInputException>(() => ArchiveListing.Read([File(name, "1")], "x.tar")).Message.ShouldContain(message);

    [Fact]
    public void An_archive_with_devices_or_links_to_nothing_is_refused()
    {
        Should.Throw<RejectedInputException>(() => ArchiveListing.Read([Entry(TarEntryKind.CharacterDevice, "x-1/null")], "x.tar"))
            .Message.ShouldContain("is no file, folder or link");
        Should.Throw<RejectedInputException>(() => ArchiveListing.Read([HardLink("x-1/a", "x-1/b")], "x.tar")).Message.ShouldContain("is a link to nothing before it");
    }

    private static SourceDifference Difference(string path, string content) =>
        new(DifferenceKind.Only, SourcePath.Escape(path), Digest.Compute(Encoding.UTF8.GetBytes(content)), FileRole.Other);

    private static Dictionary<string, SourceFile> Files(params (string Path, string Content)[] files) =>
        files.ToDictionary(file => file.Path, file => new SourceFile(Digest.Compute(Encoding.UTF8.GetBytes(file.Content)), false, false));

    private static TarEntry Folder(string name) => Entry(TarEntryKind.Directory, name);

    private static TarEntry File(string name, string content) => Entry(TarEntryKind.File, name) with { Digest = Digest.Compute(Encoding.UTF8.GetBytes(content)) };

    private static TarEntry Link(string name, string target) => Entry(TarEntryKind.Symlink, name) with { Target = [.. Encoding.UTF8.GetBytes(target)] };

    private static TarEntry HardLink(string name, string target) => Entry(TarEntryKind.HardLink, name) with { Target = [.. Encoding.UTF8.GetBytes(target)] };

    private static TarEntry Entry(TarEntryKind kind, string name) => new(1, 0, kind, [.. Encoding.UTF8.GetBytes(name)], [], Metadata.DefaultFile);
}
