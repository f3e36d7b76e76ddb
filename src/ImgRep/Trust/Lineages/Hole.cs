namespace ImgRep.Trust.Lineages;

public enum HoleKind
{
    /// <summary>The tree has neither keys nor a policy.</summary>
    Unsigned,

    /// <summary>Nobody whose word counts has rebuilt an image.</summary>
    Unconfirmed,

    /// <summary>The policy asks for more confirmations of an image than there are.</summary>
    BelowPolicy,

    /// <summary>Somebody got another image from the same recipe.</summary>
    Disputed,

    /// <summary>Nobody has said what a package comes to.</summary>
    NoDigest,

    /// <summary>The tree does not have what an image was made of.</summary>
    Pinned,

    /// <summary>Others compiled it.</summary>
    Seed,

    /// <summary>A distribution made the archive: upstream published another.</summary>
    Repack,
}

/// <summary>Where a lineage ends before it ends in sources, or where nobody has looked.</summary>
/// <param name="Subject">What it is about, like <c>zlib</c> or <c>seed/debian</c>.</param>
/// <param name="Reason">In words.</param>
public sealed record Hole(HoleKind Kind, string Subject, string Reason)
{
    /// <summary>The kind in kebab case.</summary>
    public string KindName => Kind switch
    {
        HoleKind.BelowPolicy => "below-policy",
        HoleKind.NoDigest => "no-digest",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
