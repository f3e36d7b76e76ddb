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

    private static List<Person> Parse(string members)
    {
        var people = Parse(members, out var diagnostics);
        diagnostics.ShouldBeEmpty();
        return people;
    }

    private static List<Person> Parse(string members, out List<Diagnostic> diagnostics) =>
        [.. PeopleFile.Parse($"people:\n  alice:\n    {members}\n    organisation: one\n", diagnostics = [])];
}
