using System.Collections.Immutable;
using System.Text;
using ImgRep.Building;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Primitives;

namespace ImgRep.Tests.Building;

public class RecipeTests
{
    [Theory]
    [InlineData("FROM scratch\nENV A=1\nCOPY a /$A\n", "FROM scratch\nENV A=2\nCOPY a /$A\n")]
    [InlineData("FROM scratch\nCOPY a b /c\n", "FROM scratch\nCOPY [\"a b\", \"/c\"]\n")]
    [InlineData("FROM scratch\nUSER a\nWORKDIR /w\n", "FROM scratch\nUSER b\nWORKDIR /w\nUSER a\n")]
    [InlineData("FROM imgrep/a\nRUN --mount=type=cache,target=/c x\n", "FROM imgrep/a\nRUN --mount=type=cache,target=/c,mode=0700 x\n")]
    [InlineData("FROM imgrep/a\nARG A=1\nRUN x\n", "FROM imgrep/a\nARG A=2\nRUN x\n")]
    [InlineData("FROM imgrep/a\nRUN x\n", "FROM imgrep/a\nSHELL [\"/bin/other\", \"-c\"]\nRUN x\n")]
    [InlineData("FROM scratch\nLABEL a=1\n", "FROM scratch\nLABEL a=2\n")]
    [InlineData("FROM scratch\nCOPY <<E /a\nx\nE\n", "FROM scratch\nCOPY <<E /a\ny\nE\n")]
    public void What_a_Containerfile_comes_to_is_part_of_its_recipe(string one, string other) => Of(one).ShouldNotBe(Of(other));

    [Fact]
    public void How_a_Containerfile_is_written_does_not_matter_to_what_it_comes_to() =>
        Of("FROM scratch\nARG A=1\nCOPY a /$A\n").ShouldBe(Of("# the same\nfrom scratch\n\narg  A=\"1\"\ncopy a \\\n  /${A}\n"));

    [Fact]
    public void A_recipe_that_is_read_otherwise_has_another_key() => KeyWith(Of("FROM scratch\n")).ShouldNotBe(KeyWith(Of("FROM scratch\nLABEL a=1\n")));

    private static Digest KeyWith(Digest evaluation)
    {
        var same = Digest.Compute([]);
        return new Recipe(new Platform("linux", "amd64"), same, evaluation, same, ImmutableSortedDictionary<string, Digest>.Empty, []).Key;
    }

    private static Digest Of(string text) =>
        EvaluationDigest.Compute(ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), ParseOptions.Default).Containerfile.ShouldNotBeNull());
}
