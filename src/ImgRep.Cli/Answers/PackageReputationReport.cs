using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Trust.Reputations;
using ImgRep.Packages;
using ImgRep.Trust.Reputation;

namespace ImgRep.Cli.Answers;

/// <summary>Who has confirmed a package's images, in the order of the history: a line for each confirmation below its image, or JSON.</summary>
internal static class PackageReputationReport
{
    public static void Print(CheckoutReputation reputation, PackageName package, ParseResult arguments)
    {
        var images = reputation.Arrivals.Where(arrival => arrival.Claim.Package == package).GroupBy(arrival => arrival.Claim.Image).ToList();
        if (arguments.GetValue(CommonOptions.Json))
        {
            Answer.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("package", package.ToString());
                json.WriteStartArray("images");
                foreach (var image in images)
                {
                    json.WriteStartObject();
                    json.WriteString("digest", image.Key.ToString());
                    if (reputation.Paths.HasTrusted)
                        json.WriteNumber("trustPaths", IndependentOf(reputation, image).Count);
                    json.WriteStartArray("confirmations");
                    foreach (var arrival in image)
                    {
                        json.WriteStartObject();
                        json.WriteString("person", arrival.Person);
                        json.WriteString("date", arrival.Date);
                        json.WriteString("builder", arrival.Claim.Workshop!.Builder);
                        json.WriteEndObject();
                    }
                    json.WriteEndArray();
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            });
            return;
        }
        using var output = Answer.Open();
        foreach (var image in images)
        {
            var independent = reputation.Paths.HasTrusted ? $", {IndependentOf(reputation, image).Count} on trust paths that share nobody" : "";
            var people = image.Select(arrival => arrival.Person).Distinct().Count();
            output.WriteLine($"{package}: {image.Key}: {people} {(people == 1 ? "person" : "people")}{independent}");
            foreach (var arrival in image)
                output.WriteLine(Terminal.Printable($"    {ReputationReport.Day(arrival.Date)}  {arrival.Person}  {arrival.Claim.Workshop!.Builder}, standing {reputation.Records[arrival.Person].Standing}"));
        }
    }

    private static ImmutableSortedSet<string> IndependentOf(CheckoutReputation reputation, IEnumerable<Arrival> image) => reputation.Paths.Independent(image.Select(arrival => arrival.Person));
}
