using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ImgRep.Host.Trust.Reputations;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Reputation;

namespace ImgRep.Cli.Answers;

/// <summary>Who has confirmed a package's images, in the order of the history; for people, a line for each confirmation below its image.</summary>
internal sealed record PackageReputationAnswer(PackageName Package, ImmutableArray<ConfirmedImage> Images) : IAnswer
{
    public static PackageReputationAnswer From(CheckoutReputation reputation, PackageName package) => new(
        package,
        [.. reputation.Arrivals.Where(arrival => arrival.Claim.Package == package).GroupBy(arrival => arrival.Claim.Image)
            .Select(image => ConfirmedImage.From(reputation, image))]);

    public IEnumerable<string> Lines() => Images.SelectMany(image => image.Lines(Package));
}

/// <param name="TrustPaths">How many of those who confirmed it can be trusted through paths that share nobody; null without anybody to begin with.</param>
internal sealed record ConfirmedImage(Digest Digest, int? TrustPaths, ImmutableArray<ShownConfirmation> Confirmations)
{
    public static ConfirmedImage From(CheckoutReputation reputation, IGrouping<Digest, Arrival> image) => new(
        image.Key,
        reputation.Paths.HasTrusted ? reputation.Paths.Independent(image.Select(arrival => arrival.Person)).Count : null,
        [.. image.Select(arrival => new ShownConfirmation(arrival.Person, arrival.Date, arrival.Claim.Workshop!.Builder,
            reputation.Dissents.Contains(arrival), arrival.IsWithdrawn, reputation.Records[arrival.Person].Standing))]);

    public IEnumerable<string> Lines(PackageName package)
    {
        var independent = TrustPaths is { } paths ? $", {paths} on trust paths that share nobody" : "";
        var people = Confirmations.Select(confirmation => confirmation.Person).Distinct().Count();
        yield return $"{package}: {Digest}: {people} {(people == 1 ? "person" : "people")}{independent}";
        foreach (var confirmation in Confirmations)
            yield return $"    {Day.Show(confirmation.Date)}  {confirmation.Person}  {confirmation.Builder}, standing {confirmation.Standing}"
                + (confirmation.Withdrawn ? ", withdrawn" : confirmation.Dissents ? ", against what the tree commits to" : "");
    }
}

/// <param name="Date">When the history has it first.</param>
/// <param name="Dissents">It stands against the committed digest of a recipe that the tree has now.</param>
/// <param name="Withdrawn">They have taken it back.</param>
internal sealed record ShownConfirmation(string Person, DateTimeOffset Date, string Builder, bool Dissents, bool Withdrawn, [property: JsonIgnore] int Standing);
