using ImgRep.Building;
using ImgRep.Host.Keys;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Verifying;

/// <summary>Who made a signature.</summary>
/// <param name="Person">Null where nobody who counts did, for the reason that <paramref name="Problem"/> gives.</param>
/// <param name="Key">The primary key; empty where the mathematics is wrong.</param>
internal readonly record struct SignedBy(Person? Person, string Problem, string Key, DateTimeOffset MadeAt);

/// <summary>Who made OpenPGP signatures, by the keys of a tree and nothing else.</summary>
internal static class Signers
{
    /// <summary>How many signatures take gpg as long as starting it once more.</summary>
    private const int WorthAProcess = 16;

    /// <param name="signed">Each with the moment that it must have been made after, whatever it says itself.</param>
    /// <returns>One for each, in their order.</returns>
    public static async Task<List<SignedBy>> JudgeAsync(
        KeyFolder keys, IReadOnlyList<(SignedData Data, DateTimeOffset NotBefore)> signed, DateTimeOffset now, CancellationToken cancellation,
        IProgress<BuildEvent>? progress = null)
    {
        // Only keys that can have made a signature need to be looked at, of thousands perhaps.
        var named = signed.SelectMany(one => one.Data.Signature.KeyIds).ToHashSet(StringComparer.Ordinal);
        var needed = keys.Keys.Values.Where(key => key.KeyIds.Any(named.Contains)).ToList();
        if (signed.Count == 0 || needed.Count == 0)
            return [.. signed.Select(one => new SignedBy(null, $"made by the key {one.Data.Signature.KeyIds.First()}, which is not in keys/", "", default))];
        using var ring = new KeyRing(needed);
        if (signed.Count > needed.Count + WorthAProcess)
            await ring.CheckKeysAsync(cancellation);
        var facts = ring.ListAsync(cancellation);
        using var verified = progress is null ? null : new Counter(progress, "signatures verified", signed.Count);
        var reports = await ring.VerifyAsync([.. signed.Select(one => one.Data)], cancellation, verified is null ? null : verified.Add);
        var rules = new KeyRules(keys.People, await facts, now);
        return [.. reports.Zip(signed, (report, one) => Judge(rules, report.MadeAt < one.NotBefore ? report with { MadeAt = one.NotBefore } : report))];
    }

    private static SignedBy Judge(KeyRules rules, SignatureReport report)
    {
        var (person, problem) = rules.Judge(report);
        return new SignedBy(person, problem, report.Primary?.Hex ?? "", report.MadeAt);
    }
}
