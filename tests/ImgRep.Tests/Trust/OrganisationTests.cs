using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Tests.Trust;

/// <summary>When two names are one organisation.</summary>
public class OrganisationTests
{
    [Theory]
    [InlineData("Example Ltd", "Example Ltd ")]
    [InlineData("Example Ltd", "Example  Ltd")]
    [InlineData("Example Ltd", "EXAMPLE ltd")]
    [InlineData("Example, Ltd.", "Example Ltd")]
    [InlineData("Example-Ltd", "Example Ltd")]
    [InlineData("Illinois", "lllinois")]
    [InlineData("Illinois", "1ll|no1s")]
    [InlineData("Foo", "F0o")]
    [InlineData("Modern", "Modem")]
    [InlineData("Müller", "Muller")]
    [InlineData("Ærø Łódź", "AERO lodz")]
    [InlineData("Iğdır", "Igdir")]
    [InlineData("Straße", "STRASSE")]
    public void Names_that_a_reviewer_can_take_for_each_other_are_one(string one, string other)
    {
        Organisation.Parse(one).ShouldBe(Organisation.Parse(other));
        Organisation.Parse(one).GetHashCode().ShouldBe(Organisation.Parse(other).GetHashCode());
        Organisation.Parse(one).Name.ShouldBe(one);
    }

    [Theory]
    [InlineData("Example Ltd", "Example Inc")]
    [InlineData("one", "two")]
    [InlineData("Müller", "Möller")]
    [InlineData("A 2", "A 3")]
    public void Names_that_read_otherwise_are_two(string one, string other) => Organisation.Parse(one).ShouldNotBe(Organisation.Parse(other));

    [Theory]
    [InlineData("Ex\u0430mple Ltd", "U+0430")]
    [InlineData("\u0395xample", "U+03B5")]
    [InlineData("Exam\u200bple", "U+200B")]
    [InlineData("Example\u00a0Ltd", "U+00A0")]
    [InlineData("Mu\u0308ller", "U+0308")]
    [InlineData("\uff25xample", "U+FF45")]
    [InlineData("\U0001D404xample", "U+1D404")]
    [InlineData("Example\u00adLtd", "U+00AD")]
    [InlineData("Example\tLtd", "U+0009")]
    public void Characters_that_can_hide_or_pose_as_others_are_refused(string name, string character)
    {
        Organisation.TryParse(name, out _, out var problem).ShouldBeFalse();
        problem.ShouldBe($"'{name}' has a character that no organisation's name may have, {character}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("--- ...")]
    public void A_name_without_letters_names_nothing(string name)
    {
        Organisation.TryParse(name, out _, out var problem).ShouldBeFalse();
        problem.ShouldBe($"'{name}' names no organisation");
    }

    [Fact]
    public void A_person_without_a_proper_organisation_is_a_mistake_with_its_place()
    {
        var diagnostics = new List<Diagnostic>();
        PeopleFile.Parse("people:\n  alice:\n    name: A\n    roles: [ci]\n    organisation: \"\"\n", diagnostics).ShouldBeEmpty();
        diagnostics.Single().ToString().ShouldBe(
            "keys/people.yaml:5:19: error: '' names no organisation (write it in Latin letters, those with an accent as one character, with digits, blanks and signs of ASCII)");
    }
}
