using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Trust.History;

/// <summary>Whether the commit that is checked out was authenticated, for those who ask about the tree and not about its history. Nothing is remembered in the clone.</summary>
/// <param name="Authenticated">Null where this machine knows no introduction to begin with.</param>
/// <param name="Unknown">Why it does not; empty where it does.</param>
/// <param name="Apart">Why the commit is not what comes after the one that the clone was authenticated up to; empty if it is.</param>
public sealed record CheckedOutHistory(AuthenticatedHistory? Authenticated, string Unknown, string Apart)
{
    private const string Tip = "HEAD";

    /// <summary>Also what others must sign for, if it is a branch that nobody has merged yet.</summary>
    public ImmutableArray<Refusal> Refusals => Authenticated is { } read ? [.. read.Refusals, .. read.Pending] : [];

    /// <param name="store">The root of the store, where what was found is kept.</param>
    public static async Task<CheckedOutHistory> ReadAsync(Checkout tree, string store, DateTimeOffset now, CancellationToken cancellation)
    {
        if (WhyUnknown(tree, cancellation) is { } why)
            return new CheckedOutHistory(null, why, "");
        var history = await AuthenticatedHistory.ReadAsync(tree, Tip, since: null, isApart: false, store, now, cancellation, isRemembered: false);
        // Somebody may look at an old release, or at a branch. Who fetched something older than they had must read that they did.
        return history.Refusals is [{ Rule: "descent" } apart]
            ? new CheckedOutHistory(await AuthenticatedHistory.ReadAsync(tree, Tip, since: null, isApart: true, store, now, cancellation), "", apart.Reason)
            : new CheckedOutHistory(history, "", "");
    }

    private static string? WhyUnknown(Checkout tree, CancellationToken cancellation)
    {
        if (CheckoutFile.TypeOf(tree, ".git") is null)
            return "this is no clone of a repository";
        try
        {
            return Repository.KnowsIntroduction(tree, cancellation) ? null
                : "this clone knows no introduction (imgrep authenticate --since COMMIT, with the id that the maintainers publish)";
        }
        catch (EnvironmentException failure)
        {
            return failure.Message;
        }
    }
}
