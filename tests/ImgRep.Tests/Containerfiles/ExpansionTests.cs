using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Containerfiles.Stages;

namespace ImgRep.Tests.Containerfiles;

/// <summary>Patterns against regular expressions, which say by backtracking what a pattern matches.</summary>
public class ExpansionTests
{
    private static readonly Gen<string> Values = Text("ab\nc");
    private static readonly Gen<string> Patterns = Text("aab*?\n");

    [Fact]
    public void A_prefix_is_removed_as_a_lazy_or_greedy_expression_matches_it() =>
        Prop.ForAll(Cases, pair =>
        {
            Expand("${V#$P}", pair).ShouldBe(new Regex(@"\A" + Expression(pair.Pattern, "*?")).Replace(pair.Value, "", 1));
            Expand("${V##$P}", pair).ShouldBe(new Regex(@"\A" + Expression(pair.Pattern, "*")).Replace(pair.Value, "", 1));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_suffix_is_removed_as_an_expression_read_from_the_right_matches_it() =>
        Prop.ForAll(Cases, pair =>
        {
            Expand("${V%$P}", pair).ShouldBe(new Regex(Expression(pair.Pattern, "*?") + @"\z", RegexOptions.RightToLeft).Replace(pair.Value, "", 1));
            Expand("${V%%$P}", pair).ShouldBe(new Regex(Expression(pair.Pattern, "*") + @"\z", RegexOptions.RightToLeft).Replace(pair.Value, "", 1));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_first_match_is_replaced_as_a_greedy_expression_finds_it() =>
        Prop.ForAll(Cases, pair =>
            Expand("${V/$P/-}", pair).ShouldBe(new Regex(Expression(pair.Pattern, "*")).Replace(pair.Value, "-", 1))).QuickCheckThrowOnFailure();

    /// <summary>Go, unlike .NET, replaces no empty match right behind another match.</summary>
    [Fact]
    public void All_matches_are_replaced_as_a_greedy_expression_finds_them() =>
        Prop.ForAll(Cases, pair =>
        {
            var end = -1;
            var expected = new Regex(Expression(pair.Pattern, "*")).Replace(pair.Value, match =>
            {
                var isAdjacent = match.Length == 0 && match.Index == end;
                end = match.Index + match.Length;
                return isAdjacent ? "" : "-";
            });
            Expand("${V//$P/-}", pair).ShouldBe(expected);
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<(string Value, string Pattern)> Cases =>
        (from value in Values from pattern in Patterns select (value, pattern)).ToArbitrary();

    private static Gen<string> Text(string letters) => Gen.Elements(letters.ToCharArray()).ArrayOf().Select(chars => new string(chars));

    private static string Expression(string pattern, string star) =>
        string.Concat(pattern.Select(c => c switch { '*' => "[^\n]" + star, '?' => "[^\n]", _ => Regex.Escape($"{c}") }));

    private static string Expand(string word, (string Value, string Pattern) pair)
    {
        var options = ParseOptions.Default with
        {
            BuildArguments = ImmutableDictionary<string, string>.Empty.Add("V", pair.Value).Add("P", pair.Pattern),
        };
        var text = $"FROM scratch\nARG V P\nLABEL a={word}\n";
        var file = ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), options).Containerfile.ShouldNotBeNull();
        return StageEvaluator.Evaluate(file, file.Stages[0], StageConfig.Empty, options).Config.Labels["a"];
    }
}
