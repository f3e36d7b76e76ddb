using System.Collections.Immutable;
using System.Numerics;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;

namespace ImgRep.Tests.Trust;

public class ThresholdTests
{
    private static readonly Person[] People = [.. "abcdef".Select(letter => PolicyTests.Somebody(letter.ToString(), letter < 'c' ? "one" : letter.ToString(), Role.Reviewer))];

    [Fact]
    public void Two_of_three_is_one_of_each_pair() =>
        Rules(People[..3], people: 2).AnyOf.Select(set => string.Concat(set.Select(person => person.Id))).ShouldBe(["ab", "ac", "bc"]);

    [Fact]
    public void The_rules_hold_exactly_if_enough_people_have_signed()
    {
        for (var wanted = 1; wanted <= People.Length; wanted++)
        {
            var rules = Rules(People, wanted);
            for (uint signers = 0; signers < 1u << People.Length; signers++)
                Holds(rules, signers).ShouldBe(BitOperations.PopCount(signers) >= wanted, $"{wanted} of {signers:b}");
        }
    }

    [Fact]
    public void Organisations_are_asked_for_too()
    {
        var rules = Rules(People[..3], people: 2, organisations: 2);
        Holds(rules, 0b011).ShouldBeFalse();
        Holds(rules, 0b101).ShouldBeTrue();
    }

    [Fact]
    public void A_role_is_asked_of_those_who_have_it()
    {
        Person[] people = [PolicyTests.Somebody("a", "one", Role.Reviewer), PolicyTests.Somebody("b", "two", Role.Ci), PolicyTests.Somebody("c", "two", Role.Reviewer, Role.Ci)];
        var rules = SignedByRules.Translate(Quorum(1, 0) with { Roles = ImmutableSortedDictionary<Role, int>.Empty.Add(Role.Ci, 1) }, people)!;
        rules.AnyOf.Select(set => string.Concat(set.Select(person => person.Id))).ShouldBe(["abc", "bc"]);
    }

    [Fact]
    public void What_cannot_be_said_is_named() =>
        SignedByRules.Translate(Quorum(1, 1) with { Builders = 2, CpuVendors = 1, MaxAge = 30 }, People)!.NotSaid.ShouldBe(["2 builders", "max-age 30"]);

    [Fact]
    public void Too_many_rules_are_none() =>
        SignedByRules.Translate(Quorum(10, 1), [.. Enumerable.Range(0, 40).Select(number => PolicyTests.Somebody($"p{number}", $"o{number}", Role.Ci))]).ShouldBeNull();

    private static bool Holds(SignedByRules rules, uint signers) => rules.AnyOf.All(set => set.Any(person => (signers >> Array.IndexOf(People, person) & 1) == 1));

    private static SignedByRules Rules(Person[] signers, int people, int organisations = 0) => SignedByRules.Translate(Quorum(people, organisations), signers)!;

    private static Quorum Quorum(int people, int organisations) => new(people, organisations, 0, 0, 0, ImmutableSortedDictionary<Role, int>.Empty, default);
}
