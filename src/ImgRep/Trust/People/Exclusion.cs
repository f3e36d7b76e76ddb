using System.Globalization;

namespace ImgRep.Trust.People;

public enum ExclusionKind
{
    /// <summary>Whatever the date.</summary>
    KeyCompromised,

    KeyReplaced,
    KeyTooNew,
    PersonTooNew,
    PersonLeft,
}

/// <summary>Why what a person signs with a key at some moment counts for nothing. Whoever asks who counts, asks here.</summary>
/// <param name="Date">Since when, or until when.</param>
public sealed record Exclusion(ExclusionKind Kind, DateTimeOffset Date)
{
    /// <returns>Null if it counts.</returns>
    public static Exclusion? Find(Person person, PersonKey key, DateTimeOffset at) => key.IsRevoked(at)
        ? new Exclusion(key.Revoked!.Reason == RevocationReason.Compromised ? ExclusionKind.KeyCompromised : ExclusionKind.KeyReplaced, key.Revoked.Since)
        : (key.Since, person.Since, person.Left) switch
        {
            ({ } since, _, _) when at < since => new Exclusion(ExclusionKind.KeyTooNew, since),
            (_, { } since, _) when at < since => new Exclusion(ExclusionKind.PersonTooNew, since),
            (_, _, { } left) when at >= left => new Exclusion(ExclusionKind.PersonLeft, left),
            _ => null,
        };

    /// <summary>When what the person signs with the key, and counts now, will count no more; null for no such day.</summary>
    public static DateTimeOffset? EndOf(Person person, PersonKey key) => key.Revoked?.Since is { } revoked && !(person.Left < revoked) ? revoked : person.Left;

    /// <summary>Like <c>alice, who left on 2026-05-31T00:00:00Z</c>.</summary>
    public string Describe(Person person, PersonKey key) => Kind switch
    {
        ExclusionKind.KeyCompromised => $"{person.Id}'s key {key}, which is compromised: nothing that it signed counts",
        ExclusionKind.KeyReplaced => $"{person.Id}'s key {key}, which was {key.Revoked!.Reason.ToString().ToLowerInvariant()} on {Moment(Date)}",
        ExclusionKind.KeyTooNew => $"{person.Id}'s key {key}, which counts from {Moment(Date)} on",
        ExclusionKind.PersonTooNew => $"{person.Id}, who counts from {Moment(Date)} on",
        _ => $"{person.Id}, who left on {Moment(Date)}",
    };

    internal static string Moment(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
