using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Tests.Trust;

/// <summary>Edits of a file that people write, comments and all.</summary>
public class PeopleEditTests
{
    private const string Text = """
        people:
            # The first.
            alice:
                name: Alice
                organisation: one
                roles: [maintainer]   # for now
                keys:   # two
                    # the old one
                    - fingerprint: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
            # Has none yet.
            bob:
                name: Bob
                organisation: two
                roles: [ci]
            carol:
                name: Carol
                organisation: three
                roles: [reviewer]
                keys:
                - ssh: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAhUjcMhqqW5ah2rfPNP7tF2xaCPj5qAAd4/uiO23X0p

        """;

    private static readonly Fingerprint Key = Fingerprint.Parse(new string('B', 40));

    [Theory]
    [InlineData("alice", "left", "2026-05-31", "    alice:\n        left: 2026-05-31\n        name: Alice\n")]
    [InlineData("alice", "roles", "[maintainer, ci]", "        organisation: one\n        roles: [maintainer, ci]\n        keys:   # two\n")]
    [InlineData("bob", "name", "\"Robert\"", "    bob:\n        name: \"Robert\"\n        organisation: two\n")]
    [InlineData("carol", "since", "2026-01-01", "    carol:\n        since: 2026-01-01\n        name: Carol\n")]
    public void One_member_of_a_person_is_written_and_nothing_else_changes(string id, string member, string value, string around)
    {
        var edited = PeopleEdit.Set(Text, PeopleFile.Parse(Text, []).Single(person => person.Id == id), member, value);
        edited.ShouldContain(around);
        edited.Split('\n').Except(Text.Split('\n')).ShouldHaveSingleItem();
        var diagnostics = new List<Diagnostic>();
        PeopleFile.Parse(edited, diagnostics).Length.ShouldBe(3);
        diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Roles_on_lines_of_their_own_go_with_what_they_stood_below()
    {
        const string Listed = "people:\n  a:\n    name: A\n    organisation: one\n    roles:\n      - ci\n      - reviewer\n    since: 2026-01-01\n";
        PeopleEdit.Set(Listed, PeopleFile.Parse(Listed, []).Single(), "roles", "[ci]")
            .ShouldBe("people:\n  a:\n    name: A\n    organisation: one\n    roles: [ci]\n    since: 2026-01-01\n");
    }

    [Fact]
    public void A_key_may_count_from_a_day_on_only()
    {
        var day = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var edited = PeopleEdit.AddKey(Text, PeopleFile.Parse(Text, []).Single(person => person.Id == "bob"), $"fingerprint: {Key}", day);
        PeopleFile.Parse(edited, []).Single(person => person.Id == "bob").Keys.Single().Since.ShouldBe(day);
    }

    [Theory]
    [InlineData("alice", 2)]
    [InlineData("bob", 1)]
    [InlineData("carol", 2)]
    public void A_key_goes_to_its_person_and_nothing_else_changes(string id, int count)
    {
        var edited = PeopleEdit.AddKey(Text, Parse(Text).Single(person => person.Id == id), Key);
        var (before, after) = (Parse(Text), Parse(edited));
        after.Single(person => person.Id == id).Keys.Length.ShouldBe(count);
        after.SelectMany(person => person.Keys).Count(key => key.OpenPgp == Key).ShouldBe(1);
        after.Where(person => person.Id != id).Select(person => string.Join(' ', person.Keys))
            .ShouldBe(before.Where(person => person.Id != id).Select(person => string.Join(' ', person.Keys)));
        (edited.Split('\n').Length - Text.Split('\n').Length).ShouldBe(count == 1 ? 2 : 1);
        Text.Split('\n').Except(edited.Split('\n')).ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_list_of_keys_makes_room_for_one()
    {
        var text = Text.Replace("roles: [ci]", "roles: [ci]\n        keys: []  # soon", StringComparison.Ordinal);
        Parse(PeopleEdit.AddKey(text, Parse(text)[1], Key))[1].Keys.Single().OpenPgp.ShouldBe(Key);
    }

    [Theory]
    [InlineData("Plain Name")]
    [InlineData("O'Brien")]
    [InlineData("a \"quoted\" \\ name")]
    [InlineData("with: colon # and hash")]
    [InlineData(" blanks at the ends ")]
    [InlineData("- dash")]
    [InlineData("No")]
    [InlineData("1.5")]
    [InlineData("2026-01-01")]
    [InlineData("~")]
    [InlineData("")]
    public void A_new_person_is_read_back_as_they_are_called(string name)
    {
        foreach (var text in (string[])["", Text, Text.TrimEnd('\n')])
        {
            var dave = Parse(PeopleEdit.AddPerson(text, text.Length == 0 ? [] : Parse(text), "dave", name, "four", [Role.Reviewer, Role.Ci], Key))[^1];
            (dave.Id, dave.Name, dave.Organisation.Name, dave.Keys.Single().OpenPgp).ShouldBe(("dave", name, "four", Key));
            dave.Roles.ShouldBe([Role.Reviewer, Role.Ci]);
        }
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("carol")]
    public void A_revocation_stands_below_its_key(string id)
    {
        var since = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(1));
        var edited = PeopleEdit.Revoke(Text, Parse(Text).Single(person => person.Id == id).Keys[0], since, RevocationReason.Retired);
        Parse(edited).Single(person => person.Id == id).Keys.Single().Revoked.ShouldBe(new Revocation(since.ToUniversalTime(), RevocationReason.Retired));
        Parse(edited).Where(person => person.Id != id).SelectMany(person => person.Keys).ShouldAllBe(key => key.Revoked == null);
    }

    private static List<Person> Parse(string text)
    {
        var diagnostics = new List<Diagnostic>();
        var people = PeopleFile.Parse(text, diagnostics);
        diagnostics.ShouldBeEmpty();
        return [.. people];
    }
}
