using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Keys;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Reputation;

namespace ImgRep.Host.Trust.Reputations;

/// <summary>All that a tree and its history say about its people (docs/reputation.md).</summary>
/// <param name="Arrivals">Every confirmed rebuild, in the order of the history.</param>
/// <param name="IsShallow">The history is cut off.</param>
public sealed record CheckoutReputation(
    KeyFolder Keys, ImmutableArray<Arrival> Arrivals, ImmutableSortedDictionary<string, TrackRecord> Records, KeyWeb Web, TrustPaths Paths, bool IsShallow)
{
    /// <param name="trusted">People, or keys, that the user trusts.</param>
    public static async Task<CheckoutReputation> ReadAsync(Checkout tree, IReadOnlyCollection<string> trusted, DateTimeOffset now, CancellationToken cancellation)
    {
        var keys = KeyFolder.Read(tree);
        var anchors = TrustedPeople.Find(keys, trusted);
        var web = WebAsync(keys, now, cancellation);
        var arrivals = await new HistoricClaims(tree, keys, now).ReadAsync(cancellation);
        var records = TrackRecord.Compute(arrivals, keys.People, TrustRoot.DigestsOf(tree), PastDigests.Read(tree, cancellation));
        return new CheckoutReputation(keys, [.. arrivals], records, await web, new TrustPaths(keys.People, (await web).Certifications, anchors, now),
            GitLog.IsShallow(tree.Root, cancellation));
    }

    /// <summary>Who has certified whose key.</summary>
    internal static async Task<KeyWeb> WebAsync(KeyFolder keys, DateTimeOffset now, CancellationToken cancellation)
    {
        using var ring = new KeyRing(keys.Keys.Values);
        return await ring.WebAsync(now, cancellation);
    }
}
