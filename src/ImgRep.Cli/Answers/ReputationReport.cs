using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Trust.Reputations;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Reputation;

namespace ImgRep.Cli.Answers;

/// <summary>An address that a key claims.</summary>
/// <param name="Problem">Why it proves nothing, once it was visited.</param>
internal sealed record ShownProof(string Address, bool IsVisited, string? Problem)
{
    public string State => !IsVisited ? "not visited" : Problem ?? "names the key";
}

/// <summary>People's reputation as an answer: a line each and more below it, or JSON.</summary>
internal static class ReputationReport
{
    public static void Print(CheckoutReputation reputation, IReadOnlyCollection<Person> asked, ILookup<Fingerprint, ShownProof> proofs, ParseResult arguments)
    {
        if (arguments.GetValue(CommonOptions.Json))
        {
            Answer.WriteJson(json => Write(reputation, asked, proofs, json));
            return;
        }
        using var output = Answer.Open();
        foreach (var person in asked)
        {
            foreach (var line in Lines(reputation, person, proofs))
                output.WriteLine(Terminal.Printable(line));
        }
    }

    public static string Day(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines(CheckoutReputation reputation, Person person, ILookup<Fingerprint, ShownProof> proofs)
    {
        var record = reputation.Records[person.Id];
        yield return record.Since is { } since
            ? $"{person.Id}: standing {record.Standing}: since {Day(since)}, {record.Images} image{(record.Images == 1 ? "" : "s")}, first for {record.First}, with other organisations for {record.Agreed}, against what proved right for {record.Against.Length}"
            : $"{person.Id}: standing 0: has confirmed nothing yet";
        foreach (var wrong in record.Against)
            yield return $"    confirmed {wrong.Claim.Image} of {wrong.Claim.Package} on {Day(wrong.Date)}, against what proved right";
        yield return $"    {person.Organisation}{Listed("builders", record.Builders)}{Listed("CPU vendors", record.CpuVendors)}{Listed("distributions", record.Distributions)}";
        yield return "    " + Trust(reputation.Paths, person.Id);
        foreach (var key in person.Keys.Where(key => key.OpenPgp is not null))
        {
            foreach (var proof in proofs[key.OpenPgp!])
                yield return $"    claims {proof.Address} ({proof.State})";
        }
    }

    private static string Listed(string what, ImmutableSortedSet<string> values) => values.Count == 0 ? "" : $"; {what} {string.Join(", ", values)}";

    private static string Trust(TrustPaths paths, string person)
    {
        var certifiers = paths.CertifiersOf(person);
        var by = certifiers.IsEmpty ? "certified by nobody here" : $"certified by {string.Join(", ", certifiers)}";
        return !paths.HasTrusted ? $"{by}; how far that is from you is told with --trust"
            : paths.DistanceOf(person) switch
            {
                null => $"{by}, none of it from whom you trust",
                0 => "trusted by you",
                var distance => $"{by}; {distance} step{(distance == 1 ? "" : "s")} from whom you trust, on {paths.PathsTo(person)} path{(paths.PathsTo(person) == 1 ? "" : "s")} that share nobody",
            };
    }

    private static void Write(CheckoutReputation reputation, IEnumerable<Person> asked, ILookup<Fingerprint, ShownProof> proofs, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("shallow", reputation.IsShallow);
        json.WriteStartArray("people");
        foreach (var person in asked)
            Write(reputation, person, proofs, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(CheckoutReputation reputation, Person person, ILookup<Fingerprint, ShownProof> proofs, Utf8JsonWriter json)
    {
        var record = reputation.Records[person.Id];
        json.WriteStartObject();
        json.WriteString("person", person.Id);
        json.WriteString("organisation", person.Organisation.Name);
        if (record.Since is { } since)
            json.WriteString("since", since);
        json.WriteNumber("standing", record.Standing);
        json.WriteNumber("images", record.Images);
        json.WriteNumber("first", record.First);
        json.WriteNumber("agreed", record.Agreed);
        json.WriteStartArray("against");
        foreach (var wrong in record.Against)
        {
            json.WriteStartObject();
            json.WriteString("package", wrong.Claim.Package.ToString());
            json.WriteString("digest", wrong.Claim.Image.ToString());
            json.WriteString("date", wrong.Date);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteNames(json, "builders", record.Builders);
        WriteNames(json, "cpuVendors", record.CpuVendors);
        WriteNames(json, "distributions", record.Distributions);
        WriteNames(json, "certifiedBy", reputation.Paths.CertifiersOf(person.Id));
        if (reputation.Paths.DistanceOf(person.Id) is { } distance)
        {
            json.WriteNumber("distance", distance);
            json.WriteNumber("paths", reputation.Paths.PathsTo(person.Id));
        }
        json.WriteStartArray("proofs");
        foreach (var proof in person.Keys.Where(key => key.OpenPgp is not null).SelectMany(key => proofs[key.OpenPgp!]))
        {
            json.WriteStartObject();
            json.WriteString("address", proof.Address);
            json.WriteString("state", proof.State);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string member, IEnumerable<string> names)
    {
        json.WriteStartArray(member);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
