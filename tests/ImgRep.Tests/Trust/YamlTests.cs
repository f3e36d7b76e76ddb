using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Tests.Trust;

/// <summary>Scalars and lists as any YAML reader takes them, or a refusal.</summary>
public class YamlTests
{
    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("plain   # comment", "plain")]
    [InlineData("a#b", "a#b")]
    [InlineData("it's", "it's")]
    [InlineData("say \"x\"", "say \"x\"")]
    [InlineData("a:b", "a:b")]
    [InlineData("'it''s'", "it's")]
    [InlineData("'a # b' # c", "a # b")]
    [InlineData("'a \\' # b", "a \\")]
    [InlineData("'say \"x\"'", "say \"x\"")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("\"a # b\"  # c", "a # b")]
    [InlineData("\"a \\\" # \\\\\" # b", "a \" # \\")]
    [InlineData("\"''\"", "''")]
    [InlineData("''", "")]
    [InlineData("'it''s # x' # c", "it's # x")]
    [InlineData("'true'", "true")]
    [InlineData("\"1.5\"", "1.5")]
    [InlineData("7-Eleven", "7-Eleven")]
    [InlineData("1&1", "1&1")]
    [InlineData("3M", "3M")]
    [InlineData("0xg", "0xg")]
    [InlineData("1e5x", "1e5x")]
    [InlineData("2026-01-01x", "2026-01-01x")]
    [InlineData("Gmü\u00f1d \U0001F511 名前", "Gmü\u00f1d \U0001F511 名前")]
    [InlineData("\"\"", "")]
    [InlineData("a - b", "a - b")]
    public void A_value_is_what_other_readers_take_it_for(string text, string value) => Parse($"name: {text}\n    roles: [ci]").Single().Name.ShouldBe(value);

    [Theory]
    [InlineData("[ci]", "Ci")]
    [InlineData("[ ci , maintainer ]", "Maintainer Ci")]
    [InlineData("['ci', \"maintainer\"]", "Maintainer Ci")]
    [InlineData("['ci' , \"maintainer\" ] # both", "Maintainer Ci")]
    [InlineData("[ci, 'maintainer'] # it's", "Maintainer Ci")]
    [InlineData("\n      - ci\n      - \"maintainer\" # both", "Maintainer Ci")]
    [InlineData("\n    - ci\n    -   maintainer", "Maintainer Ci")]
    [InlineData("\n      -\n        ci: 1", null)]
    [InlineData("[ci,, maintainer]", null)]
    [InlineData("[ci,]", null)]
    [InlineData("[,]", null)]
    [InlineData("[ci] x", null)]
    [InlineData("[\"ci\" x]", null)]
    [InlineData("[\"ci\"", null)]
    [InlineData("[ci, 'maintainer]", null)]
    [InlineData("[[ci]]", null)]
    [InlineData("[{ci: 1}]", null)]
    [InlineData("{ci: 1}", null)]
    [InlineData("\n      - ci\n     - maintainer", null)]
    [InlineData("\n      - - ci", null)]
    [InlineData("\n      - [ci]", null)]
    public void A_list_is_what_other_readers_take_it_for(string text, string? roles)
    {
        var people = Parse($"name: Alice\n    roles: {text}", out var diagnostics);
        diagnostics.Count.ShouldBe(roles is null ? diagnostics.Count : 0, string.Join('\n', diagnostics));
        if (roles is null)
            diagnostics.ShouldNotBeEmpty();
        else
            string.Join(' ', people.Single().Roles).ShouldBe(roles);
    }

    [Theory]
    [InlineData("\"name\": Alice")]
    [InlineData("'name': Alice")]
    [InlineData("[name]: Alice")]
    [InlineData("? name")]
    [InlineData("name: 'Alice' Example")]
    [InlineData("name: \"Alice")]
    [InlineData("name: \"Alice\\")]
    [InlineData("name: \"Al\\ice\"")]
    [InlineData("name: 'Alice''")]
    [InlineData("name: Alice: Example")]
    [InlineData("name: Alice:")]
    [InlineData("name: *alias")]
    [InlineData("name: %x")]
    [InlineData("name: @x")]
    [InlineData("name: `x`")]
    [InlineData("name: ]")]
    [InlineData("name:")]
    [InlineData("name:Alice")]
    [InlineData("name: Alice\r")]
    [InlineData("- name: Alice")]
    public void What_readers_do_not_agree_on_is_refused(string line)
    {
        Parse($"{line}\n    roles: [ci]", out var diagnostics);
        diagnostics.ShouldNotBeEmpty();
    }

    /// <summary>PyYAML and libyaml read YAML 1.1, others the core schema of 1.2, and each has words of its own that are no text.</summary>
    [Theory]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("y")]
    [InlineData("ON")]
    [InlineData("off")]
    [InlineData("true")]
    [InlineData("12")]
    [InlineData("-12")]
    [InlineData("+1")]
    [InlineData("010")]
    [InlineData("0o17")]
    [InlineData("0x1F")]
    [InlineData("0b11")]
    [InlineData("1_000")]
    [InlineData("1.5")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("12e03")]
    [InlineData("1.5e+3")]
    [InlineData("190:20:30")]
    [InlineData("20:30.15")]
    [InlineData(".inf")]
    [InlineData(".NaN")]
    [InlineData("2026-01-01")]
    [InlineData("2026-1-1 10:00:00")]
    [InlineData("2026-01-01T10:00:00Z")]
    [InlineData("=")]
    [InlineData("12345678901234567890123456789012345678E1")]
    public void What_some_reader_takes_for_no_text_needs_quotes(string word)
    {
        Parse($"name: {word}\n    roles: [ci]", out var diagnostics);
        diagnostics.ShouldNotBeEmpty();
        Parse($"name: \"{word}\"\n    roles: [ci]").Single().Name.ShouldBe(word);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("null")]
    [InlineData("y")]
    public void A_key_that_some_reader_takes_for_no_text_is_refused(string id)
    {
        var diagnostics = new List<Diagnostic>();
        PeopleFile.Parse($"people:\n  {id}:\n    name: A\n    organisation: one\n    roles: [ci]\n", diagnostics);
        diagnostics.Single().ToString().ShouldBe($"keys/people.yaml:2:3: error: '{id}' is no text to every reader of YAML (use another short name)");
    }

    [Theory]
    [InlineData('\u0085', "there is a control character, U+0085")]
    [InlineData('\u0007', "there is a control character")]
    [InlineData('\u007f', "there is a control character, U+007F")]
    [InlineData('\u009b', "there is a control character, U+009B")]
    [InlineData('\u2028', "the line ends here for some readers, U+2028")]
    [InlineData('\u2029', "the line ends here for some readers, U+2029")]
    [InlineData('\u00a0', "there is a blank that is no plain one, U+00A0")]
    [InlineData('\u3000', "there is a blank that is no plain one, U+3000")]
    [InlineData('\ufeff', "there is a character that nobody sees, U+FEFF")]
    [InlineData('\u200b', "there is a character that nobody sees, U+200B")]
    [InlineData('\u202e', "there is a character that nobody sees, U+202E")]
    [InlineData('\ufffe', "there is no such character, U+FFFE")]
    [InlineData('\ud800', "there is half a character, U+D800")]
    public void A_character_that_readers_take_differently_is_refused_wherever_it_stands(char character, string problem)
    {
        foreach (var line in (string[])[$"name: a{character}b", $"name: 'a{character}b'", $"name: a # {character}", $"{character}name: a"])
        {
            Parse($"{line}\n    roles: [ci]", out var diagnostics);
            diagnostics.ShouldHaveSingleItem().ToString().ShouldBe(
                $"keys/people.yaml:3:{5 + line.IndexOf(character, StringComparison.Ordinal)}: error: {problem} ({HintOf(problem)})");
        }
    }

    [Theory]
    [InlineData("--- x: 1\n")]
    [InlineData("---\n")]
    [InlineData("... x: 1\n")]
    [InlineData("...\n")]
    public void A_file_is_one_document(string line)
    {
        var diagnostics = new List<Diagnostic>();
        PeopleFile.Parse(line, diagnostics);
        diagnostics.ShouldHaveSingleItem().Message.ShouldBe("a document begins or ends here");
    }

    private static string HintOf(string problem) => problem.Split(' ')[^1] switch
    {
        "U+2028" or "U+2029" => "end lines with a line feed alone",
        "U+00A0" or "U+3000" => "write a plain blank",
        _ when problem.StartsWith("there is a control", StringComparison.Ordinal) => "indent with blanks, and end lines with a line feed alone",
        _ => "remove it",
    };

    private static List<Person> Parse(string members)
    {
        var people = Parse(members, out var diagnostics);
        diagnostics.ShouldBeEmpty();
        return people;
    }

    private static List<Person> Parse(string members, out List<Diagnostic> diagnostics) =>
        [.. PeopleFile.Parse($"people:\n  alice:\n    {members}\n    organisation: one\n", diagnostics = [])];
}
