using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Verdicts;

/// <summary>A verdict in words.</summary>
public static class VerdictText
{
    /// <summary>Like <c>2 of 2 people (alice, bob), 1 of 2 builders (embedded), 1 CPU vendor (GenuineIntel)</c>.</summary>
    public static string Counts(Verdict verdict) => string.Join(", ", verdict.Requirements.Where(count => count.Wanted > 0 || count.Got > 0).Select(Count));

    /// <summary>Like <c>1 more person, 2 more builders</c>, or <c>agreement with carol</c>; empty if nothing is missing.</summary>
    public static string Missing(Verdict verdict) =>
        string.Join(", ", verdict.Requirements.Where(count => !count.IsMet).Select(count => $"{count.Wanted - count.Got} more {Noun(count.What, count.Wanted - count.Got)}")
            .Concat(verdict.Freshness is { IsMet: false, Newest: { } newest } old
                ? [$"a confirmation of the last {Days(old.MaxAge)} (the newest is of {newest.UtcDateTime:yyyy-MM-dd}, {Days(old.Age!.Value)} old)"] : [])
            .Concat(verdict.IsDisputed ? [$"agreement with {string.Join(", ", verdict.Dissenters)}"] : []));

    /// <summary>What else there is to know, a line each.</summary>
    public static IEnumerable<string> Notes(Verdict verdict)
    {
        foreach (var dissent in verdict.Dissents)
            yield return $"{dissent.Person} got another digest from the same recipe, {dissent.Claim.Image} ({With(dissent.Claim.Workshop!)}, {dissent.File})";
        foreach (var (person, reason) in verdict.Discounted.Select(one => (one.Claim.Person, one.Reason)).Distinct())
            yield return $"{person} confirmed it, but {reason}";
        if (verdict.Freshness is { IsMet: false, Newest: not null })
            yield return "either nobody has confirmed it lately (who has rebuilt it: imgrep sign --renew), or this is an old state of the tree (git fetch)";
        if (!verdict.Copies.IsEmpty)
            yield return $"vouched for by {string.Join(", ", verdict.Copies)} without rebuilding, which does not count";
    }

    private static string Count(Requirement count)
    {
        var wanted = count.Wanted > 0 ? $" of {count.Wanted}" : "";
        var who = count.Got > 0 ? $" ({string.Join(", ", count.Who)})" : "";
        return $"{count.Got}{wanted} {Noun(count.What, count.Wanted > 0 ? count.Wanted : count.Got)}{who}";
    }

    private static string With(Workshop workshop) => $"{workshop.Builder} {workshop.Version}, {workshop.CpuVendor}, {workshop.Distribution}";

    private static string Days(int number) => number == 1 ? "1 day" : $"{number} days";

    private static string Noun(string what, int number) => (what, number) switch
    {
        ("people", 1) => "person",
        ("people" or "organisations" or "builders" or "CPU vendors" or "distributions" or "trust paths", not 1) => what,
        (_, 1) => what.TrimEnd('s'),
        _ => what == "ci" ? what : what + "s",
    };
}
