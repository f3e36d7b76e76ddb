using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Checks;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Containerfiles;

/// <summary>Whatever the bytes are, parsing ends soon, and with an answer.</summary>
public class RobustnessTests
{
    private static readonly ParseOptions Strict = ParseOptions.Default;
    private static readonly int Runs = int.TryParse(Environment.GetEnvironmentVariable("IMGREP_FUZZ_RUNS"), out var runs) ? runs : 1000;
    private static readonly ParseOptions SyntaxOnly = ParseOptions.Default with { SyntaxOnly = true };

    [Fact]
    public void Any_bytes_get_an_answer() => ShouldBeAnswered(AnyText.Bytes);

    [Fact]
    public void Any_pieces_of_the_language_get_an_answer() => ShouldBeAnswered(AnyText.Pieces);

    [Fact]
    public void Any_damaged_vector_gets_an_answer() => ShouldBeAnswered(AnyText.Mutations);

    [Fact]
    public void A_line_of_64_KiB_is_read_and_a_longer_one_is_refused()
    {
        var limit = 64 * 1024;
        Parse("FROM scratch\n#" + new string('x', limit - 2) + "\n").Containerfile.ShouldNotBeNull();
        Messages(Parse("FROM scratch\n#" + new string('x', limit - 1) + "\n")).ShouldBe(["2:1 line-too-long"]);
        Messages(Parse("FROM scratch\nRUN " + new string('x', 10_000_000))).ShouldBe(["2:1 line-too-long"]);
    }

    [Fact]
    public void A_hundred_thousand_continuation_lines_are_one_instruction()
    {
        var run = Steps(Parse("FROM scratch\nRUN x" + string.Concat(Enumerable.Repeat(" \\\ny", 100_000)))).ShouldHaveSingleItem();
        ((RunInstruction)run.Instruction).Command.Words[0].Length.ShouldBe(1 + (2 * 100_000));
    }

    [Fact]
    public void A_hundred_thousand_here_documents_are_as_many_files()
    {
        var text = new StringBuilder("FROM scratch\nCOPY");
        for (var i = 0; i < 100_000; i++)
            text.Append(i % 1000 == 999 ? $" \\\n <<f{i}" : $" <<f{i}");
        text.Append(" /x/\n");
        for (var i = 0; i < 100_000; i++)
            text.Append($"content\nf{i}\n");
        var copy = Steps(Parse(text.ToString())).ShouldHaveSingleItem();
        ((CopyInstruction)copy.Instruction).Files.Length.ShouldBe(100_000);
    }

    [Fact]
    public void Thirty_thousand_stages_that_copy_from_each_other_are_resolved()
    {
        var text = new StringBuilder("FROM scratch AS s0\n");
        for (var i = 1; i < 30_000; i++)
            text.Append($"FROM s{i - 1} AS s{i}\nCOPY --from=s{i / 2} a b\n");
        StageReferences.ReachableStages(Parse(text.ToString()).Containerfile.ShouldNotBeNull()).Length.ShouldBe(30_000);
    }

    [Fact]
    public void Variables_that_double_each_other_are_stopped()
    {
        var text = new StringBuilder("FROM scratch\nENV v0=0123456789\n");
        for (var i = 1; i < 100; i++)
            text.Append($"ENV v{i}=$v{i - 1}$v{i - 1}\n");
        Messages(Parse(text.ToString())).ShouldContain(message => message.EndsWith(" expansion", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_long_variables_are_stopped()
    {
        var text = new StringBuilder("FROM scratch\nENV a=" + new string('x', 60_000) + "\nENV b=$a$a$a$a$a$a$a$a$a$a$a$a$a$a$a$a\n");
        for (var i = 0; i < 2000; i++)
            text.Append("LABEL l=$b\n");
        Messages(Parse(text.ToString())).ShouldContain(message => message.EndsWith(" expansion", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("${X//*a*a*a*a*a*a*a*a*b/r}")]
    [InlineData("${X//a*a*a*b/r}")]
    [InlineData("${X//?*?*?*?*b/r}")]
    [InlineData("${X//aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab/r}")]
    [InlineData("${X%%*a*a*a*b}")]
    [InlineData("${X##*a*a*a*b}")]
    public void A_pattern_that_backtracks_without_end_elsewhere_ends_here(string substitution)
    {
        var options = SyntaxOnly with { BuildArguments = ImmutableDictionary<string, string>.Empty.Add("X", new string('a', 1_000_000)) };
        ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes($"FROM scratch\nARG X\nLABEL a={substitution}\n"), options).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("LABEL a=", "${X:-", "}")]
    [InlineData("RUN [", "[", "]")]
    [InlineData("RUN [", "{\"a\":", "}")]
    [InlineData("ONBUILD ", "ONBUILD ", "")]
    [InlineData("RUN --mount=", "\"", "\"")]
    public void Deep_nesting_does_not_exhaust_the_stack(string before, string open, string close)
    {
        var line = before + string.Concat(Enumerable.Repeat(open + " \\\n", 20_000)) + string.Concat(Enumerable.Repeat(close + "\\\n", 20_000));
        Answer(Encoding.UTF8.GetBytes("FROM scratch\n" + line), SyntaxOnly);
    }

    [Fact]
    public void Text_that_would_drive_a_terminal_is_not_repeated() =>
        Parse("FROM scratch\n\u001b[31mRUN\u0007\u202e x\n").Diagnostics.ShouldHaveSingleItem().Message.ShouldBe("there is no instruction '\uFFFD[31mRUN\uFFFD\uFFFD'");

    private static void ShouldBeAnswered(Arbitrary<byte[]> texts) =>
        Prop.ForAll(texts, text =>
        {
            Answer(text, Strict);
            Answer(text, SyntaxOnly);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    private static void Answer(byte[] text, ParseOptions options)
    {
        var result = ContainerfileParser.Parse("Containerfile", text, options);
        var lines = 1 + text.Count(b => b == '\n');
        foreach (var diagnostic in result.Diagnostics)
        {
            diagnostic.Span.Line.ShouldBeInRange(0, lines);
            diagnostic.Message.ShouldNotBeNullOrWhiteSpace();
            diagnostic.Hint.ShouldNotBeNullOrWhiteSpace();
            diagnostic.ToString().ShouldNotContain(c => char.IsControl(c));
        }
        (result.Containerfile is null).ShouldBe(result.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error));
        if (result.Containerfile is null)
            return;
        Summary.Of("Containerfile", text, options);
        PackageRules.Check(result.Containerfile, options, SourceTable.Empty);
    }

    private static ParseResult Parse(string text) => ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), Strict);

    private static ImmutableArray<Step> Steps(ParseResult result)
    {
        var file = result.Containerfile.ShouldNotBeNull();
        return StageEvaluator.Evaluate(file, file.Stages[^1], StageConfig.Empty, Strict).Steps;
    }

    private static IEnumerable<string> Messages(ParseResult result) =>
        result.Diagnostics.Select(diagnostic => $"{diagnostic.Span.Line}:{diagnostic.Span.Column} {diagnostic.Rule.Name}");
}
