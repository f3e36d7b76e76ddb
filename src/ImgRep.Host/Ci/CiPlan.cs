using System.Collections.Immutable;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.Signing;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Host.Ci;

/// <summary>What there is to confirm, and for whom.</summary>
/// <param name="Key">The machine's key.</param>
/// <param name="Keys">Those of the tree.</param>
/// <param name="Plan">Everything that was asked for, and what that needs.</param>
/// <param name="Committed">What it must come to.</param>
/// <param name="MaxAge">How many days old the policy lets the newest confirmation of an image be; null for any number.</param>
/// <param name="Confirmed">The packages that the machine has confirmed before, as they are now, and lately enough.</param>
/// <param name="Changed">Those that it was asked for and has not confirmed, each after what it needs.</param>
/// <param name="Strays">What <c>digests</c> has and the tree has not.</param>
public sealed record CiPlan(
    SigningKey Key, KeyFolder Keys, BuildPlan Plan, ImmutableSortedDictionary<PackageName, Digest> Committed, int? MaxAge, IReadOnlySet<PackageName> Confirmed,
    ImmutableArray<PlannedBuild> Changed, ImmutableArray<DigestMismatch> Strays)
{
    /// <summary>The id of whoever holds the key.</summary>
    public string Person => Key.Person.Id;

    /// <summary>Whether there is nothing to examine, and nothing to complain of.</summary>
    public bool IsDone => Changed.IsEmpty && Strays.IsEmpty;

    /// <param name="key">As gpg knows it; null for the only one that somebody in <c>keys/people.yaml</c> holds.</param>
    /// <exception cref="RejectedInputException">There is no such key, or no machine holds it; the tree has mistakes, or no file <c>digests</c>.</exception>
    public static async Task<CiPlan> ReadAsync(Checkout folder, ContentStore store, BuildOptions options, string? key, CancellationToken cancellation)
    {
        var keys = KeyFolder.Read(folder);
        var own = await SigningKey.FindAsync(folder, keys, key, DateTimeOffset.UtcNow, cancellation);
        RequireMachine(own);
        var committed = CheckoutDigests.Read(folder);
        var plan = BuildPlan.Read(folder, options.Names, store, cancellation, isComplete: true);
        var maxAge = TrustRoot.ReadPolicy(folder, [])?.Image.MaxAge;
        var confirmations = await OwnConfirmations.ReadAsync(folder, keys, own, maxAge, cancellation);
        var confirmed = plan.Builds.Where(build => confirmations.Have(build, committed, plan.SeedLayers)).Select(build => build.Package.Name).ToHashSet();
        return new CiPlan(
            own, keys, plan, committed, maxAge, confirmed, [.. plan.Asked(options.Names).Where(build => !confirmed.Contains(build.Package.Name))],
            options.Names.IsEmpty ? StraysOf(committed, plan) : []);
    }

    private static ImmutableArray<DigestMismatch> StraysOf(ImmutableSortedDictionary<PackageName, Digest> committed, BuildPlan plan) =>
        [.. committed.ExceptBy(plan.Builds.Select(build => build.Package.Name), line => line.Key).Select(line => new DigestMismatch(line.Key, line.Value, Found: null))];

    /// <summary>What a machine confirms must not count as a reviewer's word.</summary>
    private static void RequireMachine(SigningKey key)
    {
        if (!key.Person.Roles.SequenceEqual([Role.Ci]))
        {
            throw new RejectedInputException(Diagnostic.Error(
                key.Person.Span, "ci-key", $"the key {key.Primary} is that of {key.Person.Id}, whose roles are not ci alone",
                "make a key for the machine: imgrep keys add FILE --person ID --role ci"));
        }
    }
}
