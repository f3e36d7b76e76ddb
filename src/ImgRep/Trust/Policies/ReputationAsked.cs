namespace ImgRep.Trust.Policies;

/// <summary>What a person must have behind them so that their confirmations count.</summary>
/// <param name="MinAge">Days since the history first has a confirmation of theirs; 0 asks nothing.</param>
/// <param name="MinConfirmed">Recipes that another organisation confirmed as well since they were last wrong; 0 asks nothing.</param>
/// <param name="MaxTrustDistance">Certifications between the keys that the user trusts and theirs; null asks nothing.</param>
public sealed record ReputationAsked(int MinAge, int MinConfirmed, int? MaxTrustDistance)
{
    public static ReputationAsked Nothing { get; } = new(0, 0, null);

    public bool AsksHistory => MinAge > 0 || MinConfirmed > 0;

    /// <summary>As the policy has it, for those who cannot check it.</summary>
    public IEnumerable<string> Words()
    {
        if (MinAge > 0)
            yield return $"min-age {MinAge}";
        if (MinConfirmed > 0)
            yield return $"min-confirmed {MinConfirmed}";
        if (MaxTrustDistance is { } distance)
            yield return $"max-trust-distance {distance}";
    }
}
