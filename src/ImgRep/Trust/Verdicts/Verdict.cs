using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Reputation;
using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Verdicts;

/// <summary>Whether an image has the confirmations that a policy asks for.</summary>
/// <param name="Confirmations">Rebuilds that gave this digest, by people who count.</param>
/// <param name="Discounted">Confirmations that do not count (yet), because of who made them or of what, each with the reason.</param>
/// <param name="Dissents">Rebuilds of the same recipe, or of the one that the tree has, that gave another digest, by people who stand behind that: somebody is
/// wrong.</param>
/// <param name="Copies">Ids of people who vouch for the digest without having rebuilt it.</param>
public sealed record Verdict(
    PackageName Package, Digest Image, ImmutableArray<Requirement> Requirements, ImmutableArray<VerifiedClaim> Confirmations,
    ImmutableArray<(VerifiedClaim Claim, string Reason)> Discounted, ImmutableArray<VerifiedClaim> Dissents, ImmutableSortedSet<string> Copies)
{
    /// <summary>Null where the policy does not ask for it.</summary>
    public Freshness? Freshness { get; init; }

    public bool IsMet => Requirements.All(requirement => requirement.IsMet) && Freshness is not { IsMet: false } && !IsDisputed;

    /// <summary>People who got another digest from what the tree has now.</summary>
    public ImmutableSortedSet<string> Dissenters { get; init; } = [];

    /// <summary>How many people may dissent; null for any number.</summary>
    public int? DissentAllowed { get; init; }

    /// <summary>Whether more people dissent than may.</summary>
    public bool IsDisputed => Dissenters.Count > DissentAllowed;

    /// <summary>Counts people, organisations and what they built with, never keys or files.</summary>
    /// <param name="claims">All about this package, whatever their digest.</param>
    /// <param name="standing">Who counts at all, and who is known through whom, and when it is asked.</param>
    /// <param name="recipes">What the package is made of in the tree: an image of anything else is not confirmed as its image.</param>
    public static Verdict Evaluate(
        Quorum quorum, PackageName package, Digest image, IEnumerable<VerifiedClaim> claims, IReadOnlyDictionary<string, Person> people,
        Standing standing, RecipeKeys recipes)
    {
        var mine = claims.Where(said => said.Claim.Package == package).ToList();
        var rebuilt = mine.Where(said => said.Claim.Kind == ClaimKind.Rebuilt).ToLookup(said => said.Claim.Image == image);
        var words = new LastWords(mine, recipes, image);
        var judged = rebuilt[true].Select(said => (Claim: said,
            Reason: recipes.Problem(said.Claim) ?? words.Problem(said) ?? standing.Problem(said.Person))).ToList();
        var confirmations = judged.Where(one => one.Reason is null).Select(one => one.Claim).ToImmutableArray();
        var confirmed = rebuilt[true].Select(said => said.Claim.Recipe!).ToHashSet();
        var against = rebuilt[false].Where(words.Stands).ToList();
        var now = recipes.IsAny ? confirmations.Select(said => said.Claim.Recipe!).ToHashSet() : (IReadOnlySet<Digest>)recipes.Keys;
        return new Verdict(
            package, image, Count(quorum, confirmations, people, standing.Paths), confirmations,
            [.. judged.Where(one => one.Reason is not null).Select(one => (one.Claim, one.Reason!))],
            [.. against.Where(said => confirmed.Contains(said.Claim.Recipe!) || recipes.Keys.Contains(said.Claim.Recipe!))],
            [.. mine.Where(said => said.Claim.Kind == ClaimKind.Copied && said.Claim.Image == image).Select(said => said.Person)])
        {
            Dissenters = [.. against.Where(said => now.Contains(said.Claim.Recipe!)).Select(said => said.Person)],
            DissentAllowed = quorum.Dissent,
            Freshness = quorum.MaxAge is { } days ? new Freshness(days, confirmations.Max(said => (DateTimeOffset?)said.SignedAt), standing.Now) : null,
        };
    }

    private static ImmutableArray<Requirement> Count(
        Quorum quorum, ImmutableArray<VerifiedClaim> confirmations, IReadOnlyDictionary<string, Person> people, TrustPaths? paths)
    {
        var confirming = confirmations.Select(said => said.Person).Distinct().Order(StringComparer.Ordinal).Select(id => people[id]).ToList();
        var workshops = confirmations.Select(said => said.Claim.Workshop!).ToList();
        return
        [
            new("people", quorum.People, Set(confirming.Select(person => person.Id))),
            new("organisations", quorum.Organisations, Set(confirming.Select(person => person.Organisation).Distinct().Select(organisation => organisation.Name))),
            .. RolePlaces.Fill(quorum.Roles, confirming)
                .Select(role => new Requirement(Roles.NameOf(role.Key), quorum.Roles[role.Key], Set(role.Value.Select(person => person.Id)))),
            new("builders", quorum.Builders, Set(workshops.Select(workshop => workshop.Builder))),
            new("CPU vendors", quorum.CpuVendors, Set(workshops.Select(workshop => workshop.CpuVendor))),
            new("distributions", quorum.Distributions, Set(workshops.Select(workshop => workshop.Distribution))),
            // People whom one person vouches for may be that person: they count once.
            .. paths is null ? (Requirement[])[] : [new("trust paths", quorum.People, paths.Independent(confirming.Select(person => person.Id)))],
        ];
    }

    /// <summary>Spellings that differ in capitals alone are one.</summary>
    private static ImmutableSortedSet<string> Set(IEnumerable<string> values) => values.ToImmutableSortedSet(StringComparer.OrdinalIgnoreCase);
}
