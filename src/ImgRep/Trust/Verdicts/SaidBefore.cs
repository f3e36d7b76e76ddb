using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Verdicts;

/// <summary>For those who sign: what people have signed so far. What somebody does not stand behind any more has to be signed again if it is to count.</summary>
/// <param name="claims">All that counts.</param>
/// <param name="counting">The signature files that count, relative to the tree.</param>
public sealed class SaidBefore(IReadOnlyCollection<VerifiedClaim> claims, IReadOnlySet<string> counting)
{
    private readonly LastWords words = new(claims, RecipeKeys.Any);
    private readonly ILookup<string, VerifiedClaim> ofFiles = claims.ToLookup(said => said.File, StringComparer.Ordinal);

    public static SaidBefore Nothing { get; } = new([], new HashSet<string>());

    /// <summary>Whether a signature file counts.</summary>
    public bool Counts(string file) => counting.Contains(file);

    /// <summary>Whether its maker stands behind all that a signature file says.</summary>
    public bool Stands(string file) => Counts(file) && ofFiles[file].All(words.Stands);

    /// <summary>Whether a person has withdrawn something that a signature file says.</summary>
    public bool IsWithdrawn(string file) => ofFiles[file].Any(words.IsWithdrawn);

    /// <summary>Whether a person has said something and stands behind it.</summary>
    public bool Stands(string person, Claim claim) => Of(person, claim.Package).Any(said => said.Claim == claim && words.Stands(said));

    /// <summary>Whether a person has said something and withdrawn it.</summary>
    public bool IsWithdrawn(string person, Claim claim) =>
        Of(person, claim.Package).Any(said => said.Claim.Recipe == claim.Recipe && words.IsWithdrawn(said));

    /// <summary>What a person has said about what a package comes to, and has not withdrawn.</summary>
    public ImmutableArray<Claim> Rebuilt(string person, PackageName package) =>
        [.. Of(person, package).Where(said => said.Claim.Kind == ClaimKind.Rebuilt && !words.IsWithdrawn(said)).Select(said => said.Claim).Distinct()];

    private readonly ILookup<(string, PackageName), VerifiedClaim> ofPeople = claims.ToLookup(said => (said.Person, said.Claim.Package));

    private IEnumerable<VerifiedClaim> Of(string person, PackageName package) => ofPeople[(person, package)];
}
