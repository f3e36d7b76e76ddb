using ImgRep.Trust.Signatures;

namespace ImgRep.Trust.Reputation;

/// <summary>A rebuild that somebody confirmed, and where the history first has it.</summary>
/// <param name="Position">Of the commit: what has a lower one was there before, which nobody can change without changing every commit since.</param>
/// <param name="Date">Not before the dates of the commits below it. Committers write dates.</param>
public sealed record Arrival(Claim Claim, string Person, int Position, DateTimeOffset Date)
{
    /// <summary>They have taken it back since. A mistake stays one.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>They have signed something else about the recipe since, or taken it back.</summary>
    public bool IsOverruled { get; init; }
}
