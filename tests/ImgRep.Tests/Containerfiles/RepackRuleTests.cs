using System.Text;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Tests.Architecture;

namespace ImgRep.Tests.Containerfiles;

public class RepackRuleTests
{
    private static readonly string Packed = new('a', 64);
    private static readonly string Original = new('b', 64);

    private static readonly SourceTable Table =
        SourceTable.Parse($"{Packed}  sid  zlib  1.3+dfsg-1  zlib_1.3+dfsg.orig.tar.gz  repack\n{Original}  sid  sed  4.9-1  sed_4.9.orig.tar.xz", "sources");

    [Fact]
    public void A_repack_without_a_comment_is_named_with_its_place() =>
        Check($"FROM scratch\nADD --checksum=sha256:{Packed} https://zlib.example/zlib-1.3.tar.gz /").ShouldBe(
            ["Containerfile:2:1: error: zlib_1.3+dfsg.orig.tar.gz was packed by the source archive, not by upstream, and no comment says so "
                + "(write above it what was changed, like # A repack of the archive: without its manuals)"]);

    [Theory]
    [InlineData("# A repack of the archive.")]
    [InlineData("# Repacked without its manuals.\n# So its folder has another name.")]
    public void A_comment_right_above_it_is_enough(string comment) =>
        Check($"FROM scratch\n{comment}\nADD --checksum=sha256:{Packed} https://zlib.example/zlib-1.3.tar.gz /").ShouldBeEmpty();

    [Theory]
    [InlineData("# A repack.\n")]
    [InlineData("# A repack.\nWORKDIR /x")]
    [InlineData("# Small and fast.")]
    public void A_comment_elsewhere_or_about_something_else_is_not(string above) =>
        Check($"FROM scratch\n{above}\nADD --checksum=sha256:{Packed} https://zlib.example/zlib-1.3.tar.gz /").Count.ShouldBe(1);

    [Fact]
    public void A_variable_in_the_checksum_hides_nothing() =>
        Check($"ARG SUM={Packed}\nFROM scratch\nARG SUM\nADD --checksum=sha256:$SUM https://zlib.example/zlib-1.3.tar.gz /").Count.ShouldBe(1);

    [Fact]
    public void Upstreams_own_file_is_not_to_be_called_a_repack() =>
        Check($"FROM scratch\n# A repack.\nADD --checksum=sha256:{Original} https://sed.example/sed-4.9.tar.xz /").ShouldBe(
            ["Containerfile:3:1: error: a comment calls it a repack, but sed_4.9.orig.tar.xz is upstream's own file "
                + "(remove the comment, or write repack at the end of its row in the file sources)"]);

    [Fact]
    public void Nothing_is_said_of_a_file_that_the_table_does_not_know() =>
        Check($"FROM scratch\n# Repacked by its author.\nADD --checksum=sha256:{new string('c', 64)} https://sed.example/sed-4.9.tar.xz /").ShouldBeEmpty();

    [Fact]
    public void Each_recipe_of_this_tree_says_which_of_its_sources_are_repacks() =>
        UsedSources.Routes.SelectMany(route => PackageRules.Check(route.ParseContainerfile(), ParseOptions.Default, UsedSources.Table))
            .Where(diagnostic => diagnostic.Rule == Rules.Repack).ShouldBeEmpty();

    /// <summary>A comment makes no other image, and no other step: what is built already stays built.</summary>
    [Fact]
    public void A_comment_leaves_what_the_recipe_comes_to()
    {
        const string Text = "FROM imgrep/gcc AS build\nADD --checksum=sha256:{0} https://zlib.example/zlib-1.3.tar.gz /\nRUN make\nFROM scratch\nCOPY --from=build /x /";
        var plain = Text.Replace("{0}", Packed, StringComparison.Ordinal);
        EvaluationOf(plain.Replace("ADD", "# A repack.\nADD", StringComparison.Ordinal)).ShouldBe(EvaluationOf(plain));
    }

    private static Digest EvaluationOf(string text) => EvaluationDigest.Compute(Parse(text));

    private static List<string> Check(string text) =>
        [.. PackageRules.Check(Parse(text), ParseOptions.Default, Table).Where(diagnostic => diagnostic.Rule == Rules.Repack).Select(diagnostic => diagnostic.ToString())];

    private static Containerfile Parse(string text) =>
        ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), ParseOptions.Default).Containerfile.ShouldNotBeNull();
}
