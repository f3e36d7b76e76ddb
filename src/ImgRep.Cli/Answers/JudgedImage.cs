using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Cli.Answers;

/// <summary>One image that <c>verify</c> was asked about. What is null there is not known of an image that <c>digests</c> has no line for.</summary>
/// <param name="Subject">As the user wrote it.</param>
/// <param name="DigestInTree">What <c>digests</c> has for the package, if that is another one.</param>
/// <param name="Missing">In words; empty if nothing is.</param>
/// <param name="Dissenters">People who got another digest from the same recipe.</param>
/// <param name="MaxAge">How many days old the newest confirmation may be; null if the policy does not say.</param>
/// <param name="Newest">When that was signed; null too where nothing counts.</param>
/// <param name="Counts">The requirements in words.</param>
internal sealed record JudgedImage(
    string Subject, PackageName Package, bool Met, Digest? Digest = null, Digest? DigestInTree = null, string? Missing = null,
    ImmutableArray<CountedRequirement>? Requirements = null, ImmutableArray<string>? Notes = null, ImmutableArray<string>? Dissenters = null,
    int? MaxAge = null, DateTimeOffset? Newest = null,
    [property: JsonIgnore] string Counts = "")
{
    public static JudgedImage From(AskedImage asked, Verdict? verdict, IReadOnlyDictionary<PackageName, Digest> digests) => verdict is null
        ? new JudgedImage(asked.Subject, asked.Package, Met: false)
        : new JudgedImage(
            asked.Subject, asked.Package, verdict.IsMet, verdict.Image,
            digests.GetValueOrDefault(verdict.Package) is { } committed && committed != verdict.Image ? committed : null,
            VerdictText.Missing(verdict),
            [.. verdict.Requirements.Select(requirement => new CountedRequirement(requirement.What, requirement.Wanted, requirement.Got, requirement.Who))],
            [.. VerdictText.Notes(verdict)],
            [.. verdict.Dissents.Select(dissent => dissent.Person)],
            verdict.Freshness?.MaxAge, verdict.Freshness?.Newest,
            VerdictText.Counts(verdict));

    public IEnumerable<string> Lines()
    {
        if (Digest is null)
        {
            yield return $"{Subject}: not confirmed: {DigestsFile.Path} has no line for it";
            yield break;
        }
        yield return $"{Subject}: {Digest}: {(Met ? "confirmed" : $"not confirmed, missing {Missing}")}: {Counts}";
        foreach (var note in Notes!)
            yield return $"    {note}";
        if (DigestInTree is not null)
            yield return $"    {DigestsFile.Path} has {DigestInTree} for {Package}";
    }
}

/// <param name="Who">What was counted, sorted.</param>
internal sealed record CountedRequirement(string What, int Wanted, int Got, ImmutableSortedSet<string> Who);
