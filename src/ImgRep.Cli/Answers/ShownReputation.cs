using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ImgRep.Host.Trust.Reputations;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Cli.Answers;

/// <summary>What one person's confirmations have come to.</summary>
/// <param name="Since">When the first of them came; null if there is none.</param>
/// <param name="First">For how many images they were the first.</param>
/// <param name="Agreed">How many images other organisations have confirmed, too.</param>
/// <param name="Against">What they said they got, where something else proved right.</param>
/// <param name="Dissents">What stands against the committed digest of a recipe that the tree has now.</param>
/// <param name="Distance">In steps of trust from whom the user trusts; null if there is no path.</param>
/// <param name="Paths">How many of these share nobody.</param>
/// <param name="Affiliation">The organisation, as people read it.</param>
/// <param name="HasTrusted">Whether the user trusts anybody, so that distances are known.</param>
internal sealed record ShownReputation(
    string Person, string Organisation, DateTimeOffset? Since, int Standing, int Images, int First, int Agreed, ImmutableArray<WrongConfirmation> Against,
    ImmutableArray<WrongConfirmation> Dissents,
    ImmutableSortedSet<string> Builders, ImmutableSortedSet<string> CpuVendors, ImmutableSortedSet<string> Distributions, ImmutableArray<string> CertifiedBy,
    int? Distance, int? Paths, ImmutableArray<ShownProof> Proofs, [property: JsonIgnore] string Affiliation, [property: JsonIgnore] bool HasTrusted)
{
    public static ShownReputation From(CheckoutReputation reputation, Person person, ILookup<Fingerprint, ShownProof> proofs)
    {
        var record = reputation.Records[person.Id];
        var distance = reputation.Paths.DistanceOf(person.Id);
        return new ShownReputation(
            person.Id, person.Organisation.Name, record.Since, record.Standing, record.Images, record.First, record.Agreed,
            [.. record.Against.Select(wrong => new WrongConfirmation(wrong.Claim.Package, wrong.Claim.Image, wrong.Date))],
            [.. reputation.Arrivals.Where(one => one.Person == person.Id && reputation.Dissents.Contains(one))
                .Select(one => new WrongConfirmation(one.Claim.Package, one.Claim.Image, one.Date)).Distinct()],
            record.Builders, record.CpuVendors, record.Distributions, [.. reputation.Paths.CertifiersOf(person.Id)],
            distance, distance is null ? null : reputation.Paths.PathsTo(person.Id),
            [.. person.Keys.Where(key => key.OpenPgp is not null).SelectMany(key => proofs[key.OpenPgp!])],
            person.Organisation.ToString(), reputation.Paths.HasTrusted);
    }

    public IEnumerable<string> Lines()
    {
        yield return Since is { } since
            ? $"{Person}: standing {Standing}: since {Day.Show(since)}, {Images} image{Plural(Images)}, first for {First}, with other organisations for "
                + $"{Agreed}, against what proved right for {Against.Length}"
            : $"{Person}: standing 0: has confirmed nothing yet";
        foreach (var wrong in Against)
            yield return $"    got {wrong.Digest} of {wrong.Package} on {Day.Show(wrong.Date)}, against what proved right";
        foreach (var dissent in Dissents.Except(Against))
            yield return $"    got {dissent.Digest} of {dissent.Package} on {Day.Show(dissent.Date)}, against what the tree commits to (imgrep dispute {dissent.Package})";
        yield return $"    {Affiliation}{Listed("builders", Builders)}{Listed("CPU vendors", CpuVendors)}{Listed("distributions", Distributions)}";
        yield return $"    {Trust()}";
        foreach (var proof in Proofs)
            yield return $"    claims {proof.Address} ({proof.State})";
    }

    private string Trust()
    {
        var by = CertifiedBy.IsEmpty ? "certified by nobody here" : $"certified by {string.Join(", ", CertifiedBy)}";
        return !HasTrusted ? $"{by}; how far that is from you is told with --trust"
            : Distance switch
            {
                null => $"{by}, none of it from whom you trust",
                0 => "trusted by you",
                { } distance => $"{by}; {distance} step{Plural(distance)} from whom you trust, on {Paths} path{Plural(Paths!.Value)} that share nobody",
            };
    }

    private static string Listed(string what, ImmutableSortedSet<string> values) => values.Count == 0 ? "" : $"; {what} {string.Join(", ", values)}";

    private static string Plural(int count) => count == 1 ? "" : "s";
}

/// <param name="Date">When the history has it first.</param>
internal sealed record WrongConfirmation(PackageName Package, Digest Digest, DateTimeOffset Date);
