using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Primitives;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Reputation;

namespace ImgRep.Host.Trust.Reputations;

/// <summary>Who counts for each quorum of a policy. The history and certifications are read only if the policy asks for them.</summary>
internal static class PolicyStandings
{
    public static async Task<ImmutableDictionary<Quorum, Standing>> ReadAsync(
        Checkout tree, TrustRoot root, IReadOnlyCollection<string> trusted, DateTimeOffset now, CancellationToken cancellation)
    {
        Quorum[] quorums = [.. new[] { root.Policy.Image, root.Policy.Release }.Distinct()];
        var anchors = TrustedPeople.Find(root.Keys, trusted);
        if (anchors.Count == 0 && Array.Find(quorums, quorum => quorum.Reputation.MaxTrustDistance is not null) is { } asking)
        {
            throw new RejectedInputException(Diagnostic.Error(
                asking.Span, "trusted", "max-trust-distance counts from people whom you trust, and you have named none",
                "name them with --trust PERSON, --trust FINGERPRINT or IMGREP_TRUST"));
        }
        var history = quorums.Any(quorum => quorum.Reputation.AsksHistory)
            ? TrackRecord.Compute(await new HistoricClaims(tree, root.Keys, now).ReadAsync(cancellation), root.Keys.People, root.Digests, PastDigests.Read(tree, cancellation))
                : null;
        var web = quorums.Any(quorum => quorum.Reputation.MaxTrustDistance is not null) ? await CheckoutReputation.WebAsync(root.Keys, now, cancellation) : null;
        return quorums.ToImmutableDictionary(quorum => quorum, quorum => new Standing(
            quorum.Reputation, history,
            quorum.Reputation.MaxTrustDistance is { } longest ? new TrustPaths(root.Keys.People, web!.Certifications, anchors, now, longest) : null, now));
    }
}
