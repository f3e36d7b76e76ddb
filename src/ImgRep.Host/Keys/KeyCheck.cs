using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Host.Keys;

/// <summary>One key that somebody holds, and what is known of it.</summary>
/// <param name="Counts">Whether what it signs now counts.</param>
/// <param name="State">The same in words, like <c>good</c>, <c>expired</c>, or why it cannot be used.</param>
public sealed record HeldKey(Person Person, PersonKey Key, KeyFacts? Facts, bool Counts, string State, Severity? Flaw);

/// <summary>What gpg says of the keys of a tree.</summary>
public static class KeyCheck
{
    /// <returns>Every key of every person, in the order of the file.</returns>
    public static async Task<List<HeldKey>> ListAsync(KeyFolder folder, DateTimeOffset now, CancellationToken cancellation)
    {
        using var ring = new KeyRing(folder.Keys.Values);
        var facts = (await ring.ListAsync(cancellation)).Where(key => !key.IsSubkey).ToLookup(key => key.Fingerprint);
        return [.. folder.People.SelectMany(person => person.Keys.Select(key => Describe(person, key, key.OpenPgp is null ? null : facts[key.OpenPgp].FirstOrDefault(), now)))];
    }

    /// <summary>What is wrong with keys, with the place where <c>people.yaml</c> names them.</summary>
    public static IEnumerable<Diagnostic> Check(IEnumerable<HeldKey> keys) => keys.Where(key => key.Flaw is not null).Select(key => Diagnostic.Error(
        key.Key.Span, "key-state", $"{key.Person.Id}'s key {key.Key} is {key.State}",
        key.Flaw == Severity.Error ? "nothing that it signs counts: replace it"
            : "what it signs from now on does not count: ask for a new one") with
    { Severity = key.Flaw!.Value });

    private static HeldKey Describe(Person person, PersonKey key, KeyFacts? facts, DateTimeOffset now)
    {
        if (Exclusion.Find(person, key, now) is { } exclusion)
            return new HeldKey(person, key, facts, false, StateOf(exclusion, key), null);
        var (state, flaw) = (key, facts) switch
        {
            ({ Ssh: not null }, _) => ("good, for commits", (Severity?)null),
            (_, null or { IsInvalid: true }) => ("not valid: gpg accepts no part of it", Severity.Error),
            (_, { Weakness: { } weakness }) => ($"too weak: {weakness}", Severity.Error),
            (_, { IsRevoked: true }) => ("revoked by its holder", Severity.Warning),
            (_, { Expires: { } end }) when end <= now => ($"expired since {end:yyyy-MM-dd}", Severity.Warning),
            _ => ("good", null),
        };
        var until = flaw is null && Exclusion.EndOf(person, key) is { } last ? $", until {last:yyyy-MM-dd}" : "";
        return new HeldKey(person, key, facts, flaw is null, state + until, flaw);
    }

    private static string StateOf(Exclusion exclusion, PersonKey key) => exclusion.Kind switch
    {
        ExclusionKind.KeyCompromised or ExclusionKind.KeyReplaced => $"{key.Revoked!.Reason.ToString().ToLowerInvariant()} since {exclusion.Date:yyyy-MM-dd}",
        ExclusionKind.PersonLeft => $"left on {exclusion.Date:yyyy-MM-dd}",
        _ => $"counts from {exclusion.Date:yyyy-MM-dd} on",
    };
}
