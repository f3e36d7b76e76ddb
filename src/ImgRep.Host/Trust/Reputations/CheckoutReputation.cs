using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Keys;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Reputation;

namespace ImgRep.Host.Trust.Reputations;

/// <summary>All that a tree and its history say about its people (docs/reputation.md).</summary>
/// <param name="Arrivals">Every confirmed rebuild, in the order of the history.</param>
/// <param name="IsShallow">The history is cut off.</param>
public sealed record CheckoutReputation(
    KeyFolder Keys, ImmutableArray<Arrival> Arrivals, ImmutableSortedDictionary<string, TrackRecord> Records, KeyWeb Web, TrustPaths Paths, bool IsShallow)
{
    /// <summary>Those that stand against the committed digest of a recipe that the tree has now.</summary>
    public required ImmutableHashSet<Arrival> Dissents { get; init; }

    /// <param name="trusted">People, or keys, that the user trusts.</param>
    public static async Task<CheckoutReputation> ReadAsync(Checkout tree, IReadOnlyCollection<string> trusted, DateTimeOffset now, CancellationToken cancellation)
    {
        var keys = KeyFolder.Read(tree);
        var anchors = TrustedPeople.Find(keys, trusted);
        var web = WebAsync(keys, now, cancellation);
        var arrivals = await new HistoricClaims(tree, keys, now).ReadAsync(cancellation);
        var digests = TrustRoot.DigestsOf(tree);
        var records = TrackRecord.Compute(arrivals, keys.People, digests, PastDigests.Read(tree, cancellation));
        return new CheckoutReputation(keys, [.. arrivals], records, await web, new TrustPaths(keys.People, (await web).Certifications, anchors, now),
            GitLog.IsShallow(tree.Root, cancellation))
        {
            Dissents = DissentsOf(tree, arrivals, digests, cancellation),
        };
    }

    private static ImmutableHashSet<Arrival> DissentsOf(
        Checkout tree, IEnumerable<Arrival> arrivals, ImmutableSortedDictionary<PackageName, Digest> digests, CancellationToken cancellation)
    {
        var against = arrivals.Where(one => !one.IsOverruled && digests.GetValueOrDefault(one.Claim.Package) is { } committed && one.Claim.Image != committed).ToList();
        var recipes = new CheckoutRecipes(tree, digests).Read(against.Select(one => one.Claim.Package).ToHashSet(), cancellation);
        return [.. against.Where(one => recipes[one.Claim.Package].Keys.Contains(one.Claim.Recipe!))];
    }

    /// <summary>Who has certified whose key.</summary>
    internal static async Task<KeyWeb> WebAsync(KeyFolder keys, DateTimeOffset now, CancellationToken cancellation)
    {
        using var ring = new KeyRing(keys.Keys.Values);
        return await ring.WebAsync(now, cancellation);
    }
}
