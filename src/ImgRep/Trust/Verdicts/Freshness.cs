namespace ImgRep.Trust.Verdicts;

/// <summary>Whether anybody has confirmed an image lately. Who shows an old state of a tree for ever cannot show new confirmations of it: people have gone on to others.</summary>
/// <param name="MaxAge">How many days old the newest confirmation may be.</param>
/// <param name="Newest">When that was signed; null where nothing counts.</param>
/// <param name="Now">The time of the verdict.</param>
public sealed record Freshness(int MaxAge, DateTimeOffset? Newest, DateTimeOffset Now)
{
    /// <summary>Whole days; null where nothing counts. Clocks differ a little.</summary>
    public int? Age => Newest is { } newest ? Math.Max(0, (int)(Now - newest).TotalDays) : null;

    public bool IsMet => Age <= MaxAge;
}
