using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Checks.Commands;
using ImgRep.Containerfiles.Checks.Shell;
using ImgRep.Containerfiles.Parsing;

namespace ImgRep.Tests.Containerfiles.Shell;

public class ShellReaderTests
{
    private static readonly int Runs = int.TryParse(Environment.GetEnvironmentVariable("IMGREP_FUZZ_RUNS"), out var runs) ? runs : 1000;

    private static readonly string[] Pieces =
    [
        " ", " ", "\n", ";", "|", "&", "&&", "(", ")", "`", "$(", "$((", "${", "$", "}", "\"", "'", "\\", "#", "<", ">", ">>", "<<", "<<-", "<<E", "<<'E'", "\nE\n",
        "2>", "&>", "<(",
        "sh -c ", "bash -c '", "env -u ", "xargs ", "xargs -n ", "find . -exec ", "\\;", "timeout 1 ", "python3 -m ", "busybox ", "A=", "export ", "RANDOM", "date",
        "-d", "uname -r",
        "go build ", "tar ", "-cf", "cf", "-", "--", "-f", "gzip ", "zip ", "jar ", "pip install ", "compileall --invalidation-mode", "git describe",
        "-march=native", "SOURCE_DATE_EPOCH",
        "[\"", "\", \"", "\"]", "x", "=", "/", "\0", "\t", "\u00e9", "\uD800",
    ];

    [Theory]
    [InlineData("a b; c|d&&e & f", "a b/c/d/e/f")]
    [InlineData("A=1 B='x y' a \"b c\"d\\ e", "a b cd e")]
    [InlineData("if A=1 a; then b; else ! c; fi", "a/b/c/fi")]
    [InlineData("a $(b \"$(c `d`)\") e", "d/c `d`/b $(c `d`)/a $(b \"$(c `d`)\") e")]
    [InlineData("a >x 2>&1 <y <<<z b &>w", "a b")]
    [InlineData("a # b; c\nd#e", "a/d#e")]
    [InlineData("env -i -u A B=1 nice -n 2 a -x", "a -x")]
    [InlineData("env --unset A -C /x timeout --signal KILL 5 sudo -u b a -x", "a -x")]
    [InlineData("xargs --max-args 1 nice -n 2 a", "xargs --max-args 1 nice -n 2 a/a {}")]
    [InlineData("find . -exec env A=1 a ';' -exec b {} +", "find . -exec env A=1 a ; -exec b {} +/a/b {}")]
    [InlineData("find . -name x -exec a {} + -print", "find . -name x -exec a {} + -print/a {}")]
    [InlineData("xargs -0 -n 1 a b", "xargs -0 -n 1 a b/a b {}")]
    [InlineData("sh -c 'a; b'", "sh -c a; b/a/b")]
    [InlineData("a <<E; b\n$(c)\nE\nd", "a/b/c/d")]
    [InlineData("a 'b", "a b")]
    [InlineData("a \"b $(c", "c/a b $(c")]
    public void Simple_commands_are_found(string script, string commands) =>
        string.Join('/', ShellReader.Read(script).Commands.Select(command => string.Join(' ', command.Words.Select(word => word.Value)))).ShouldBe(commands);

    [Fact]
    public void Any_text_is_read_and_every_word_lies_in_it() =>
        Prop.ForAll(Texts, text =>
        {
            var script = ShellReader.Read(text);
            foreach (var word in script.Commands.SelectMany(command => command.Before.Concat(command.Words)).Concat(script.Parameters))
            {
                word.Start.ShouldBeInRange(0, text.Length);
                word.Length.ShouldBeInRange(0, text.Length - word.Start);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    [Fact]
    public void Any_run_gets_its_warnings_within_the_file() =>
        Prop.ForAll(Texts, text =>
        {
            foreach (var file in new[] { $"FROM scratch\nRUN {text}\n", $"FROM scratch\nRUN <<END\n{text}\nEND\n", $"FROM scratch\nRUN x <<'END'\n{text}\nEND\n" })
            {
                var parsed = ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(file), ParseOptions.Default).Containerfile;
                foreach (var diagnostic in parsed is null ? [] : RunWarnings.Check(parsed, ParseOptions.Default))
                {
                    diagnostic.Span.Line.ShouldBeInRange(1, 1 + file.Count(c => c == '\n'));
                    diagnostic.Span.Column.ShouldBeGreaterThan(0);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    [Theory]
    [InlineData("$(", ")")]
    [InlineData("\"$(", ")\"")]
    [InlineData("(", ")")]
    [InlineData("`", "")]
    [InlineData("${x:-", "}")]
    [InlineData("sh -c \"$(", ")\"")]
    [InlineData("cat <<E\n$(", "\n)E\n")]
    [InlineData("go build;tar cf x;export GOFLAGS=x;", "")]
    [InlineData("find -exec xargs find ", "")]
    [InlineData("<<a ", "")]
    public void Long_and_deep_scripts_are_read_soon(string open, string close)
    {
        var script = string.Concat(Enumerable.Repeat(open, 20_000)) + "x" + string.Concat(Enumerable.Repeat(close, 20_000));
        ShellReader.Read(script).ShouldNotBeNull();
        var file = Encoding.UTF8.GetBytes("FROM scratch\nRUN " + script.Replace("\n", " ", StringComparison.Ordinal).Replace(" ", " \\\n", StringComparison.Ordinal));
        ContainerfileParser.Parse("Containerfile", file, ParseOptions.Default).Containerfile?.ShouldSatisfyAllConditions(parsed => RunWarnings.Check(parsed, ParseOptions.Default));
    }

    private static Arbitrary<string> Texts => Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary();
}
