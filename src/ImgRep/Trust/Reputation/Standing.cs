using ImgRep.Trust.Policies;

namespace ImgRep.Trust.Reputation;

/// <summary>Whether people have the reputation that a policy asks for.</summary>
/// <param name="records">Null where the policy asks nothing of the history.</param>
/// <param name="paths">Null where the policy asks nothing about who certified whom; else with its distance as the limit.</param>
public sealed class Standing(
    ReputationAsked asked, IReadOnlyDictionary<string, TrackRecord>? records, TrustPaths? paths, DateTimeOffset now)
{
    /// <summary>For policies that ask nothing.</summary>
    public static Standing OfAnybody { get; } = new(ReputationAsked.Nothing, null, null, default);

    public TrustPaths? Paths => paths;

    /// <summary>The time of the verdict.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Why a person does not count, in words; null for who counts.</summary>
    public string? Problem(string person)
    {
        if (asked.AsksHistory)
        {
            var record = records!.GetValueOrDefault(person);
            var age = record?.Since is { } since && since < now ? (int)(now - since).TotalDays : 0;
            if (age < asked.MinAge)
                return $"has confirmed images for {Count(age, "day")} only, the policy asks for {Count(asked.MinAge, "day")}";
            if ((record?.Standing ?? 0) < asked.MinConfirmed)
            {
                var wrong = record is { Against: [.., var last] } ? $" since confirming another digest of {last.Claim.Package} than proved right" : "";
                return $"has confirmed {Count(record?.Standing ?? 0, "image")} together with other organisations{wrong}, the policy asks for {asked.MinConfirmed}";
            }
        }
        return paths is not null && paths.DistanceOf(person) is null
            ? $"is not certified within {Count(asked.MaxTrustDistance ?? 0, "step")} of a key that you trust" : null;
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
