using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Tests.Trust;

public class PeopleTests
{
    private const string Fingerprint = "ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9";

    [Fact]
    public void People_have_names_organisations_roles_and_keys()
    {
        var people = Parse($"""
            # Who may confirm.
            people:
              alice:
                name: Alice O'Brien      # the first
                organisation: "example: one"
                roles: [maintainer, reviewer]
                since: 2026-01-02
                left: 2026-05-01T10:00:00Z
                keys:
                - fingerprint: {Fingerprint}
                  revoked: 2026-03-01
                  reason: superseded
                - ssh: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAhUjcMhqqW5ah2rfPNP7tF2xaCPj5qAAd4/uiO23X0p
              builder:
                name: 'The builder''s own'
                organisation: two
                roles:
                  - ci

            """, out var diagnostics);
        diagnostics.ShouldBeEmpty();
        var alice = people[0];
        (alice.Name, alice.Organisation.Name).ShouldBe(("Alice O'Brien", "example: one"));
        alice.Roles.ShouldBe([Role.Maintainer, Role.Reviewer]);
        alice.Since.ShouldBe(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
        alice.Left.ShouldBe(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        alice.Keys[0].OpenPgp!.Hex.ShouldBe(Fingerprint);
        alice.Keys[0].Revoked!.Reason.ShouldBe(RevocationReason.Superseded);
        alice.Keys[1].Ssh.ShouldStartWith("ssh-ed25519 ");
        people[1].Name.ShouldBe("The builder's own");
        people[1].Roles.ShouldBe([Role.Ci]);
    }

    [Fact]
    public void A_revocation_without_a_reason_is_the_worst() =>
        Parse(With($"keys: [x]").Replace("keys: [x]", $"keys:\n      - fingerprint: {Fingerprint}\n        revoked: 2026-03-01", StringComparison.Ordinal), out _)
            .Single().Keys.Single().Revoked!.Reason.ShouldBe(RevocationReason.Compromised);

    [Theory]
    [InlineData("roles: [king]", "keys/people.yaml:5:13: error: 'king' is no role (roles are maintainer, reviewer, ci)")]
    [InlineData("role: [ci]", "keys/people.yaml:5:5: error: there is no key 'role' here (did you mean 'roles'?)")]
    [InlineData("roles: []", "keys/people.yaml:2:3: error: alice has no role (write roles: [maintainer, reviewer, ci], or some of them)")]
    [InlineData("since: yesterday", "keys/people.yaml:5:12: error: 'yesterday' is no date (write YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SSZ)")]
    [InlineData("since: [2026-01-01]", "keys/people.yaml:5:12: error: 'since' is no single value (write it on the line of its key)")]
    [InlineData("keys: none", "keys/people.yaml:5:11: error: 'keys' is no list (begin each item with a dash)")]
    [InlineData("keys:\n      - fingerprint: 0A5F908D6F0586B9",
        "keys/people.yaml:6:22: error: '0A5F908D6F0586B9' is no fingerprint (write all 40 hexadecimal digits (gpg --fingerprint))")]
    [InlineData("keys:\n      - since: 2026-01-01", "keys/people.yaml:6:9: error: a key is either a fingerprint or an SSH key (write - fingerprint: HEX, or - ssh: TYPE BASE64)")]
    [InlineData("keys:\n      - ssh: ssh-dss AAAAB3NzaC1kc3M=",
        "keys/people.yaml:6:14: error: 'ssh-dss AAAAB3NzaC1kc3M=' is no SSH key that is accepted: its type is ssh-dss (write the first two words of the .pub file)")]
    [InlineData("keys:\n      - ssh: ssh-ed25519 AAAAB3NzaC1kc3M=",
        "keys/people.yaml:6:14: error: 'ssh-ed25519 AAAAB3NzaC1kc3M=' is no SSH key that is accepted: its type is ssh-dss (write the first two words of the .pub file)")]
    [InlineData("keys:\n      - reason: retired\n        fingerprint: ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9",
        "keys/people.yaml:6:17: error: a reason stands beside revoked: only (write revoked: DATE and reason: compromised, superseded, retired)")]
    [InlineData("name: Bob", "keys/people.yaml:5:5: error: 'name' stands here a second time (keep one of them)")]
    [InlineData("since: &a 2026-01-01", "keys/people.yaml:5:12: error: '&a 2026-01-01' begins with a sign that YAML reads otherwise (put it into quotes)")]
    [InlineData("since: a: b", "keys/people.yaml:5:12: error: 'a: b' has a sign within that YAML reads otherwise (put it into quotes)")]
    [InlineData("since: \"2026", "keys/people.yaml:5:12: error: the quotes do not end (close them on the same line)")]
    [InlineData("since: \"2026\" x", "keys/people.yaml:5:19: error: 'x' follows the value (put the whole value into quotes)")]
    [InlineData("since: |\n      text", "keys/people.yaml:5:12: error: '|' begins with a sign that YAML reads otherwise (put it into quotes)")]
    [InlineData("since: a\n      b", "keys/people.yaml:6:7: error: this line is indented more than what it belongs to (values end with their line; indent "
        + "members of one mapping alike)")]
    [InlineData("since:", "keys/people.yaml:5:5: error: 'since' has no value (write one, or leave the key out)")]
    [InlineData("\tsince: 2026-01-01", "keys/people.yaml:5:5: error: there is a control character (indent with blanks, and end lines with a line feed alone)")]
    [InlineData("roles: [ci", "keys/people.yaml:5:12: error: the list does not end (close it with ] on the same line)")]
    [InlineData("roles: [ci] [ci]", "keys/people.yaml:5:17: error: '[ci]' follows the value (put the whole value into quotes)")]
    [InlineData("since", "keys/people.yaml:5:5: error: 'since' is no key (write a key, a colon and a value)")]
    [InlineData("keys:\n      - fingerprint: ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9\n        revoked: 2026-01-01\n        reason: bored",
        "keys/people.yaml:8:17: error: 'bored' is no reason (write revoked: DATE and reason: compromised, superseded, retired)")]
    [InlineData("keys:\n      - fingerprint: ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9\n        ssh: ssh-ed25519 "
        + "AAAAC3NzaC1lZDI1NTE5AAAAIAhUjcMhqqW5ah2rfPNP7tF2xaCPj5qAAd4/uiO23X0p",
            "keys/people.yaml:6:9: error: a key is either a fingerprint or an SSH key (write - fingerprint: HEX, or - ssh: TYPE BASE64)")]
    [InlineData("keys:\n      -", "keys/people.yaml:6:7: error: the item is empty (write a value after the dash)")]
    [InlineData("keys:\n      - [ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9]",
        "keys/people.yaml:6:9: error: a mapping was expected here (write members, each a key, a colon and a value)")]
    [InlineData("roles: ci", "keys/people.yaml:5:12: error: 'roles' is no list (write roles: [ONE, ANOTHER])")]
    [InlineData("roles:\n      - ci: 1", "keys/people.yaml:6:9: error: an item of 'roles' is no single value")]
    [InlineData("roles: [ci maintainer}]", "keys/people.yaml:5:13: error: 'ci maintainer}' has a sign within that YAML reads otherwise (put it into quotes)")]
    [InlineData("roles: [\"ci\" maintainer]", "keys/people.yaml:5:18: error: 'maintainer]' follows the value (put the whole value into quotes)")]
    [InlineData("since: \"a\\n\"", "keys/people.yaml:5:12: error: only \\\" and \\\\ may be escaped (write the character itself)")]
    [InlineData("since: 'a", "keys/people.yaml:5:12: error: the quotes do not end (close them on the same line)")]
    [InlineData("since: a #b", "keys/people.yaml:5:12: error: 'a' is no date (write YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SSZ)")]
    public void Every_mistake_is_named_with_its_place(string line, string expected)
    {
        Parse(With(line), out var diagnostics);
        diagnostics.Select(diagnostic => diagnostic.ToString()).ShouldContain(expected);
    }

    [Theory]
    [InlineData("people: []\n", "keys/people.yaml:1:9: error: 'people' is no mapping (write members below it, indented)")]
    [InlineData("- people\n", "keys/people.yaml:1:1: error: the file is no mapping (begin with a key and a colon)")]
    [InlineData("  people:\nother: 1\n", "keys/people.yaml:1:3: error: 'people' has no value (write one, or leave the key out)")]
    [InlineData("  people: 1\nother: 1\n", "keys/people.yaml:2:1: error: this line is indented less than the first one (indent all members of one mapping alike)")]
    [InlineData("people:\n  alice: x\n", "keys/people.yaml:2:10: error: a mapping was expected here (write members, each a key, a colon and a value)")]
    [InlineData("people:\n  alice:\n    roles: [ci]\n    organisation: one\n", "keys/people.yaml:3:5: error: 'name' is missing (write name: and the person's name)")]
    [InlineData("people:\n  alice:\n    roles: [ci]\n    name: Alice\n",
        "keys/people.yaml:3:5: error: 'organisation' is missing (write organisation: and who pays or hosts them; a person of their own writes their own name)")]
    [InlineData("persons:\n  alice: 1\n", "keys/people.yaml:1:1: error: there is no key 'persons' here (the keys are people)")]
    public void What_is_no_list_of_people_is_named_with_its_place(string text, string expected)
    {
        Parse(text, out var diagnostics);
        diagnostics.Select(diagnostic => diagnostic.ToString()).ShouldContain(expected);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("alice-2", true)]
    [InlineData("", false)]
    [InlineData("2alice", false)]
    [InlineData("-alice", false)]
    [InlineData("Alice", false)]
    [InlineData("alicE", false)]
    [InlineData("al.ice", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Ids_are_plain_names(string id, bool isOne) => PeopleFile.IsId(id).ShouldBe(isOne);

    [Fact]
    public void A_key_belongs_to_one_person()
    {
        var keys = $"\n    keys:\n      - fingerprint: {Fingerprint}";
        Parse(With("since: 2026-01-01" + keys) + "  bob:\n    name: B\n    organisation: o\n    roles: [ci]" + keys + "\n", out var diagnostics);
        diagnostics.Single().ToString().ShouldBe("keys/people.yaml:14:22: error: this key is held by alice already (a key belongs to one person, once)");
    }

    [Fact]
    public void Ids_cannot_leave_their_folder()
    {
        Parse(With("since: 2026-01-01").Replace("alice", "../alice", StringComparison.Ordinal), out var diagnostics);
        diagnostics.Single().Message.ShouldBe("'../alice' cannot name a person");
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Parse("people:\n" + string.Concat(Enumerable.Range(1, 50).Select(depth => new string(' ', depth) + "a:\n")), out var diagnostics);
        diagnostics.Single().Message.ShouldBe("it is nested deeper than 8");
    }

    [Fact]
    public void A_key_is_called_what_people_copy()
    {
        const string Ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAhUjcMhqqW5ah2rfPNP7tF2xaCPj5qAAd4/uiO23X0p";
        var keys = Parse(With($"keys:\n      - fingerprint: {Fingerprint}\n      - ssh: {Ssh}"), out _).Single().Keys;
        string[] names = [Fingerprint, "adde 40aa 3e08 c7d5 aacc  3bae 0a5f 908d 6f05 86b9", Ssh, Ssh + " alice@laptop\n", Ssh.ToUpperInvariant(), "ssh-ed25519", "alice"];
        names.Select(name => keys[0].IsCalled(name)).ShouldBe([true, true, false, false, false, false, false]);
        names.Select(name => keys[1].IsCalled(name)).ShouldBe([false, false, true, true, false, false, false]);
    }

    private static string With(string line) => "people:\n  alice:\n    name: Alice\n    organisation: one\n    "
        + $"{line}\n{(line.StartsWith("role", StringComparison.Ordinal) ? "" : "    roles: [maintainer]\n")}";

    private static List<Person> Parse(string text, out List<Diagnostic> diagnostics) => [.. PeopleFile.Parse(text, diagnostics = [])];
}
