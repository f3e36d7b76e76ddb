using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Parsing;

namespace ImgRep.Tests.Containerfiles;

public class ExecFormTests
{
    private static readonly string[] Tokens =
        ["[", "]", ",", "\"a\"", "\"", "\\n", "\\", "\\u0041", "\\ud83d", " ", "\t", "1", "-", "0", ".5", "e3", "true", "null", "{", "}", ":", "\"b\":", "x"];

    [Fact]
    public void Exec_form_is_what_a_strict_JSON_parser_reads_as_an_array_of_strings() =>
        Prop.ForAll(Texts, text => Read(text).ShouldBe(Expected(text))).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_array_of_strings_is_read_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>[]>(), words =>
        {
            var json = JsonSerializer.Serialize(words.Select(word => word.Get));
            var expected = JsonSerializer.Deserialize<string[]>(json)!;
            Read(json).ShouldBe("exec " + string.Join('|', expected));
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<string> Texts =>
        Gen.Elements(Tokens).ListOf().Select(tokens => "[" + string.Concat(tokens.Take(12))).Where(text => !text.TrimEnd().EndsWith('\\')).ToArbitrary();

    private static string Expected(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text.Trim());
            var items = json.RootElement.EnumerateArray().ToList();
            return items.TrueForAll(item => item.ValueKind == JsonValueKind.String)
                ? "exec " + string.Join('|', items.Select(item => item.GetString()))
                : "error";
        }
        catch (JsonException)
        {
            return "shell " + text.Trim();
        }
        catch (InvalidOperationException)
        {
            // The parser of the base library refuses half of a surrogate pair, Go reads U+FFFD.
            return Read(text);
        }
    }

    private static string Read(string text)
    {
        var options = ParseOptions.Default with { SyntaxOnly = true };
        var result = ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes("FROM scratch\nCMD " + text), options);
        if (result.Containerfile?.Stages[0].Instructions is not [CmdInstruction cmd])
            return result.Diagnostics.ShouldHaveSingleItem().Rule.Name == "exec-form" ? "error" : result.Diagnostics[0].ToString();
        return cmd.Command.IsShellForm ? "shell " + cmd.Command.Words[0] : "exec " + string.Join('|', cmd.Command.Words);
    }
}
