using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;

namespace ImgRep.Tests.Trust;

public class PolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Person[] People =
    [
        Somebody("alice", "one", Role.Maintainer, Role.Reviewer), Somebody("bob", "One", Role.Reviewer), Somebody("robot", "two", Role.Ci),
    ];

    [Fact]
    public void A_policy_says_how_many_of_what()
    {
        var policy = Parse("""
            image:
              people: 2
              organisations: 2
              builders: 2
              cpu-vendors: 1
              distributions: 1
              roles:
                ci: 1
                reviewer: 1
            release:
              people: 3
            change:
              packages: [maintainer]
              digests: [maintainer, ci]
              keys: [maintainer]
              policy: [maintainer]
              tool: [maintainer]

            """, out var diagnostics)!;
        diagnostics.ShouldBeEmpty();
        policy.Image.ShouldBe(policy.Image with { People = 2, Organisations = 2, Builders = 2, CpuVendors = 1, Distributions = 1 });
        policy.Image.Roles.ShouldBe([KeyValuePair.Create(Role.Reviewer, 1), KeyValuePair.Create(Role.Ci, 1)]);
        policy.Release.People.ShouldBe(3);
        policy.Changes[ChangeKind.Digests].Roles.ShouldBe([Role.Maintainer, Role.Ci]);
        policy.IsShared(ChangeKind.Digests).ShouldBeFalse();
    }

    [Fact]
    public void A_policy_may_ask_for_reputation()
    {
        var policy = Parse("image:\n  people: 1\n  min-age: 90\n  min-confirmed: 10\n  max-trust-distance: 0\nrelease:\n  people: 1\n", out _)!;
        policy.Image.Reputation.ShouldBe(new ReputationAsked(90, 10, 0));
        Parse("image:\n  people: 1\n  dissent: 0\n", out _)!.Image.Dissent.ShouldBe(0);
        policy.Image.Dissent.ShouldBeNull();
        policy.Image.Reputation.Words().ShouldBe(["min-age 90", "min-confirmed 10", "max-trust-distance 0"]);
        policy.Release.Reputation.ShouldBe(ReputationAsked.Nothing);
        Parse("image:\n  people: 1\n  max-trust-distance: near\n", out var diagnostics).ShouldBeNull();
        diagnostics.Single().ToString().ShouldBe("policy.yaml:3:23: error: 'near' is no number of max-trust-distance (write a whole number)");
    }

    [Fact]
    public void A_policy_may_say_how_old_the_newest_confirmation_may_be()
    {
        var policy = Parse("image:\n  people: 1\n  max-age: 30\nrelease:\n  people: 1\n", out _)!;
        (policy.Image.MaxAge, policy.Release.MaxAge).ShouldBe((30, (int?)null));
    }

    [Theory]
    [InlineData("image:\n  people: 1\n  max-age: 0\n", "policy.yaml:2:3: error: no confirmation can be 0 days old at most (write max-age: and a number of days from 1 to 36500)")]
    [InlineData("image:\n  people: 1\n  max-age: 36501\n",
        "policy.yaml:2:3: error: no confirmation can be 36501 days old at most (write max-age: and a number of days from 1 to 36500)")]
    [InlineData("image:\n  people: 1\n  max-age: 30d\n", "policy.yaml:3:12: error: '30d' is no number of max-age (write a whole number)")]
    [InlineData("image:\n  organisations: 1\n", "policy.yaml:2:3: error: it asks for nobody (write people: and a number from 1 on)")]
    [InlineData("image:\n  people: -1\n", "policy.yaml:2:11: error: '-1' begins with a sign that YAML reads otherwise (put it into quotes)")]
    [InlineData("image:\n  people: 010\n", "policy.yaml:2:11: error: '010' is no number of people (write a whole number)")]
    [InlineData("image:\n  people: 1_0\n", "policy.yaml:2:11: error: '1_0' is no number of people (write a whole number)")]
    [InlineData("image:\n  people: two\n", "policy.yaml:2:11: error: 'two' is no number of people (write a whole number)")]
    [InlineData("image:\n  peoples: 2\n", "policy.yaml:2:3: error: there is no key 'peoples' here (did you mean 'people'?)")]
    [InlineData("release:\n  people: 1\n", "policy.yaml:1:1: error: 'image' is missing (write image: and below it people: and a number)")]
    [InlineData("", "policy.yaml:1:1: error: 'image' is missing (write image: and below it people: and a number)")]
    [InlineData("image: 2\n", "policy.yaml:1:8: error: a mapping was expected here (write members, each a key, a colon and a value)")]
    [InlineData("image:\n  people: 1\nchange:\n  packages: [maintainer]\n", "policy.yaml:4:3: error: nobody may change keys (write keys: [maintainer], or other roles)")]
    [InlineData("image:\n  people: 1\nintroduction: abc\n", "policy.yaml:3:15: error: 'abc' is no commit (write the whole id, 40 or 64 small hexadecimal digits "
        + "(git rev-parse COMMIT))")]
    [InlineData("image:\n  people: 1\nchange:\n  packages: [king]\n", "policy.yaml:4:14: error: 'king' is no role (roles are maintainer, reviewer, ci)")]
    [InlineData("image:\n  people: 1\nchange:\n  package: [ci]\n", "policy.yaml:4:3: error: there is no key 'package' here (did you mean 'packages'?)")]
    [InlineData("image:\n  people: 1\n  roles:\n    king: 1\n", "policy.yaml:4:5: error: there is no key 'king' here (the keys are maintainer, reviewer, ci)")]
    [InlineData("image:\n  people: 1\nimages:\n  people: 1\n", "policy.yaml:3:1: error: there is no key 'images' here (did you mean 'image'?)")]
    [InlineData("image:\n  people: 1\nrelease:\n  people: 0\n", "policy.yaml:4:3: error: it asks for nobody (write people: and a number from 1 on)")]
    public void Every_mistake_is_named_with_its_place(string text, string expected)
    {
        Parse(text, out var diagnostics).ShouldBeNull();
        diagnostics.Select(diagnostic => diagnostic.ToString()).ShouldContain(expected);
    }

    [Theory]
    [InlineData("image:\n  people: 4\n", "policy.yaml:2:3: error: nobody can meet this: it asks for 4 people, keys/people.yaml has 3 with a key that counts "
        + "today (add people with imgrep keys add, or ask for fewer)")]
    [InlineData("image:\n  people: 1\nrelease:\n  people: 1\n  roles:\n    ci: 2\n",
        "policy.yaml:4:3: error: nobody can meet this: it asks for 2 people who are ci, keys/people.yaml has 1 with a key that counts today (add "
            + "people with imgrep keys add, or ask for fewer)")]
    [InlineData("image:\n  people: 1\n  organisations: 3\n", "policy.yaml:2:3: error: nobody can meet this: it asks for 3 organisations, keys/people.yaml has 2 "
        + "with a key that counts today (add people with imgrep keys add, or ask for fewer)")]
    [InlineData("image:\n  people: 1\n  roles:\n    maintainer: 2\n",
        "policy.yaml:2:3: error: nobody can meet this: it asks for 2 people who are maintainer, keys/people.yaml has 1 with a key that counts today (add "
            + "people with imgrep keys add, or ask for fewer)")]
    public void What_nobody_can_meet_is_named_with_its_place(string text, string expected) => Unmeetable(text, People).ShouldBe([expected]);

    [Fact]
    public void What_a_policy_does_not_say_nobody_may_change()
    {
        var silent = Parse("image:\n  people: 1\n", out _)!;
        ChangeRules.Problem(People[0], ChangeKind.Packages, silent).ShouldBe("policy.yaml does not say who may change packages: write it below change:");
        var said = Parse("image:\n  people: 1\nchange:\n  packages: [maintainer]\n  digests: [ci]\n  keys: [maintainer]\n  policy: [maintainer]\n  tool: [maintainer]\n", out _)!;
        ChangeRules.Problem(People[0], ChangeKind.Packages, said).ShouldBeNull();
        ChangeRules.Problem(People[0], ChangeKind.Digests, said).ShouldBe("policy.yaml lets ci change digests, alice is maintainer, reviewer");
    }

    [Fact]
    public void A_change_may_need_several_people()
    {
        const string Others = "  packages: [maintainer]\n  digests: [maintainer]\n  policy: [maintainer]\n  tool: [maintainer]\n";
        var policy = Parse($"image:\n  people: 1\nchange:\n  keys:\n    roles: [maintainer, reviewer]\n    people: 2\n{Others}", out var diagnostics)!;
        diagnostics.ShouldBeEmpty();
        policy.IsShared(ChangeKind.Keys).ShouldBeTrue();
        policy.IsShared(ChangeKind.Policy).ShouldBeFalse();
        ChangeRules.Problem([People[0], People[1]], ChangeKind.Keys, policy).ShouldBeNull();
        ChangeRules.Problem([People[0], People[0], People[2]], ChangeKind.Keys, policy)
            .ShouldBe("policy.yaml asks for 2 people to change keys, and only alice signed for what this becomes");
        ChangeRules.Problem([People[2]], ChangeKind.Keys, policy).ShouldBe("policy.yaml asks for 2 people to change keys, and nobody signed for what this becomes");
        ChangeRules.Problem([], ChangeKind.Policy, policy).ShouldBeNull("whoever commits is asked elsewhere");
        Succession.Problem(policy, People).ShouldBeNull();
        Succession.Problem(policy, [People[0], People[2]])
            .ShouldBe("policy.yaml asks for 2 people to change keys, and of those who have a key in use 1 is maintainer or reviewer");
        Parse($"image:\n  people: 1\nchange:\n  keys:\n    roles: [maintainer]\n    people: 0\n{Others}", out diagnostics).ShouldBeNull();
        diagnostics.Single().ToString().ShouldBe("policy.yaml:5:5: error: it asks for nobody (write people: and a number from 1 on)");
        Parse($"image:\n  people: 1\nchange:\n  keys:\n    people: 2\n{Others}", out diagnostics).ShouldBeNull();
        diagnostics.Single().Message.ShouldBe("nobody may change keys");
    }

    [Fact]
    public void One_is_one_person_not_one_people()
    {
        Unmeetable("image:\n  people: 1\n  organisations: 1\n  roles:\n    ci: 1\n", []).Select(line => line.Split(':', ',')[5]).ShouldBe(
            [" it asks for 1 person", " it asks for 1 organisation", " it asks for 1 person who is ci"]);
    }

    [Fact]
    public void Only_who_counts_today_meets_anything()
    {
        People.Select(person => person with { Since = Now.AddDays(1) }).ToList().ForEach(late => Unmeetable("image:\n  people: 1\n", [late]).Count.ShouldBe(1));
        Unmeetable("image:\n  people: 1\n", [People[0] with { Keys = [People[0].Keys[0] with { Since = Now.AddDays(1) }] }]).Count.ShouldBe(1);
        Unmeetable("image:\n  people: 1\n", [People[0] with { Left = Now }]).Count.ShouldBe(1);
        Unmeetable("image:\n  people: 1\n", [People[0] with { Since = Now, Left = Now.AddDays(1) }]).ShouldBeEmpty();
    }

    [Fact]
    public void Who_left_or_has_no_key_meets_nothing()
    {
        var gone = People.Select(person => person.Id == "bob" ? person with { Left = DateTimeOffset.UnixEpoch } : person).ToList();
        Unmeetable("image:\n  people: 3\n", gone).Count.ShouldBe(1);
        Unmeetable("image:\n  people: 2\n", gone).ShouldBeEmpty();
        var revoked = People.Select(person => person with { Keys = [person.Keys[0] with { Revoked = new Revocation(DateTimeOffset.UnixEpoch, RevocationReason.Retired) }] });
        Unmeetable("image:\n  people: 1\n", [.. revoked]).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("packages/zlib/Containerfile", ChangeKind.Packages)]
    [InlineData("commits", ChangeKind.Packages)]
    [InlineData("digests", ChangeKind.Digests)]
    [InlineData("keys/people.yaml", ChangeKind.Keys)]
    [InlineData("policy.yaml", ChangeKind.Policy)]
    [InlineData("src/ImgRep/ImgRep.csproj", ChangeKind.Tool)]
    [InlineData("policy.yaml.d/x", ChangeKind.Tool)]
    [InlineData("signatures/imgrep/a@sha256=0/signature-1", null)]
    public void Every_path_is_some_kind_of_change(string path, ChangeKind? kind) => ChangeKinds.Classify(path).ShouldBe(kind);

    internal static Person Somebody(string id, string organisation, params Role[] roles) => new(
        id, id, Organisation.Parse(organisation), [.. roles], [new PersonKey(KeyOf(id), null, null, null, default)], null, null, default);

    internal static Fingerprint KeyOf(string id) => Fingerprint.Compute(System.Text.Encoding.UTF8.GetBytes(id));

    private static Policy? Parse(string text, out List<Diagnostic> diagnostics) => PolicyFile.Parse(text, diagnostics = []);

    private static List<string> Unmeetable(string text, IReadOnlyCollection<Person> people) =>
        [.. Satisfiability.Check(Parse(text, out _)!, people, Now, Severity.Error).Select(diagnostic => diagnostic.ToString())];
}
