namespace ImgRep.Trust.Signatures;

/// <summary>Whether somebody's later manifest makes an older one superfluous, so that it may go without a word from them.</summary>
public static class Supersession
{
    /// <param name="old">What the older one says.</param>
    /// <param name="later">What they have signed since, or at the same time.</param>
    /// <returns>Whether each claim is said again, or they have moved on to another recipe or another digest for that package. What takes something back stays:
    /// without it, what it takes back would count again.</returns>
    public static bool IsSuperfluous(IEnumerable<Claim> old, IEnumerable<Claim> later)
    {
        var said = later.ToLookup(claim => claim.Package);
        return old.All(claim => said[claim.Package].Any(since =>
            since == claim
            || (since.Kind == ClaimKind.Rebuilt && claim.Kind != ClaimKind.Withdrawn
                && (claim.Kind == ClaimKind.Copied || since.Recipe != claim.Recipe || since.Image != claim.Image))
            || (since.Kind == ClaimKind.Copied && claim.Kind == ClaimKind.Copied)));
    }
}
