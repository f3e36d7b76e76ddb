using System.Text;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Sources.Comparing;
using ImgRep.Sources.Updating;

namespace ImgRep.Tests.Sources;

/// <summary>What an update does to texts, and how it shows what changed.</summary>
public class UpdatingTests
{
    private static readonly Digest Old = Digest.Compute("old"u8);
    private static readonly Digest New = Digest.Compute("new"u8);
    private static readonly Upstream Xz = UpstreamTable.Parse("xz https://xz.example/releases/ xz-{VERSION}.tar.xz none", "upstreams").Rows[0];

    [Fact]
    public void A_recipe_gets_hash_and_version_and_keeps_all_else()
    {
        var text = $"""
            ARG VERSION=5.8.1
            ARG OTHER=15.8.1
            # 5.8.1 was the first without the flaw.
            FROM imgrep/bootstrap AS build
            ADD --checksum={Old} https://xz.example/releases/v5.8.1/xz-5.8.1.tar.xz?5.8.10 /
            RUN echo 5.8.1

            """;
        RecipeEdit.Apply(text, ("5.8.1", Old), ("5.10.0", New)).ShouldBe($"""
            ARG VERSION=5.10.0
            ARG OTHER=15.8.1
            # 5.8.1 was the first without the flaw.
            FROM imgrep/bootstrap AS build
            ADD --checksum={New} https://xz.example/releases/v5.10.0/xz-5.10.0.tar.xz?5.8.10 /
            RUN echo 5.8.1

            """);
        RecipeEdit.Apply("FROM scratch\n", ("5.8.1", Old), ("5.10.0", New)).ShouldBeNull();
    }

    [Fact]
    public void A_version_of_digits_alone_is_not_replaced_within_a_hash()
    {
        var hash = Digest.Parse("sha256:" + string.Concat(Enumerable.Repeat("20250419abcdef01", 4)));
        RecipeEdit.Apply($"ADD --checksum={hash} https://x.example/x-20250419.tar.xz /", ("20250419", hash), ("20260101", New))
            .ShouldBe($"ADD --checksum={New} https://x.example/x-20260101.tar.xz /");
    }

    [Theory]
    [InlineData("https://xz.example/releases/v5.8.1/xz-5.8.1.tar.xz", "https://xz.example/releases/v$1/xz-$1.tar.xz")]
    [InlineData("https://xz.example/releases/xz-5.8.1.tar.xz", "https://xz.example/releases/xz-$1.tar.xz")]
    public void The_version_stands_wherever_the_old_one_stood(string url, string expected) =>
        RecipeEdit.UrlOf(Xz, new Uri(url), "5.8.1", "$1").ShouldBe(new Uri(expected));

    [Fact]
    public void The_table_has_the_new_row_in_the_place_of_the_old_one()
    {
        var text = $"# files\n\n{Old.Hex}  sid  xz  5.8.1-1  xz_5.8.1.orig.tar.xz\n{Digest.Compute("z"u8).Hex}  sid  zlib  1-1  zlib_1.orig.tar.gz\n";
        var row = new ArchiveFile(New, "forky", "xz", "5.9-1", "xz_5.9.orig.tar.xz", true);
        var added = $"{New.Hex}  forky  xz  5.9-1  xz_5.9.orig.tar.xz  repack\n";
        var lines = text.Split('\n');
        SourceTableEdit.Apply(text, Old, row, stays: false).ShouldBe($"{lines[0]}\n\n{added}{lines[3]}\n");
        SourceTableEdit.Apply(text, Old, row, stays: true).ShouldBe($"{lines[0]}\n\n{lines[2]}\n{added}{lines[3]}\n");
        SourceTableEdit.Apply(text, Old, null, stays: false).ShouldBe($"{lines[0]}\n\n{lines[3]}\n");
        SourceTableEdit.Apply(text, New, row, stays: false).ShouldBe(text + added);
        SourceTableEdit.Apply("", Old, row, stays: false).ShouldBe(added);
        SourceTable.Parse(SourceTableEdit.Apply(text, Old, row, stays: true), "sources").Find(New).ShouldBe(row);
    }

    [Fact]
    public void What_nobody_can_have_read_is_shown_first()
    {
        var before = Files(("configure", "1", false), ("src/a.c", "1", false), ("gone.h", "1", false), ("same", "1", false));
        var after = Files(("configure", "2", false), ("src/a.c", "2", false), ("tests/x.xz", "2", true), ("same", "1", false), ("m4/x.m4", "1", false));
        ReleaseChanges.Between(before, after).Select(change => $"{change.Kind} {change.Nature} {change.Role} {change.Path}").ShouldBe(
        [
            "New Binary Other tests/x.xz", "Changed Generated Run configure", "New Written Run m4/x.m4", "Gone Written Compiled gone.h", "Changed Written Compiled src/a.c",
        ]);
    }

    private static Dictionary<string, SourceFile> Files(params (string Path, string Content, bool IsBinary)[] files) =>
        files.ToDictionary(file => file.Path, file => new SourceFile(Digest.Compute(Encoding.UTF8.GetBytes(file.Content)), false, false, file.IsBinary));
}
