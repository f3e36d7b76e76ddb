using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Rebuilds;
using ImgRep.Host.Store;
using ImgRep.Host.Trust.Signing;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Packages;

namespace ImgRep.Host.Ci;

/// <summary>What became of all packages, and what was signed.</summary>
/// <param name="Subkey">The subkey that signed, if it was not the primary key.</param>
public sealed record CiResult(ImmutableArray<Examination> Examinations, ImmutableArray<string> Files, string? Subkey)
{
    public bool IsConfirmed => Examinations.All(examination => examination.Problem is null);
}

/// <summary>Examines the packages of a plan, whatever becomes of those before, and then signs what agrees. Until that moment nothing that is
/// committed changes.</summary>
/// <param name="builders">The first of them builds what others need, too.</param>
/// <param name="key">As gpg knows it; null for the one of the plan.</param>
/// <param name="untested">Packages whose test is left out.</param>
public sealed class CiSession(
    Checkout folder, ContentStore store, BuildOptions options, ImmutableArray<string> builders, ImmutableArray<Variation> varied, string? key,
    IReadOnlySet<PackageName> untested, IProgress<BuildEvent> progress)
{
    public async Task<CiResult> RunAsync(CiPlan plan, CancellationToken cancellation)
    {
        var examiner = new Examiner(folder, store, options with { Builder = builders[0] }, builders, varied, untested, progress);
        var examinations = await new CheckoutExamination(plan, examiner, progress).RunAsync(cancellation);
        var signed = new Signed("", [], [], null);
        // What is refused keeps everything that was named with it from being signed: it is named no more.
        for (var refused = true; refused && examinations.Any(one => one.Problem is null); refused = !signed.Refused.IsEmpty)
        {
            signed = await SignAsync(plan, [.. examinations.Where(one => one.Problem is null)], cancellation);
            var reasons = signed.Refused.ToDictionary(one => one.Package, one => one.Reason);
            examinations = [.. examinations.Select(one => reasons.TryGetValue(one.Package, out var reason) ? one with { Problem = reason } : one)];
        }
        return new CiResult(await VerifyAsync(plan, examinations, cancellation), signed.Files, signed.Subkey);
    }

    /// <summary>Signs the recipes that were examined, even if the files of the tree are others by now.</summary>
    private async Task<Signed> SignAsync(CiPlan plan, ImmutableArray<Examination> sound, CancellationToken cancellation)
    {
        var names = sound.Select(one => one.Package).ToHashSet();
        // gpg may ask for a passphrase.
        progress.Report(new TerminalLent());
        var counting = await CountingSignatures.ReadAsync(folder, plan.Keys, names, cancellation);
        return await new SigningSession(folder, store, plan.Keys, counting, Copied: false, ManifestOnly: false, key) { Renew = plan.MaxAge is not null }
            .RunAsync(plan.Plan with { Builds = [.. sound.Select(one => one.Build!)] }, names, DateTimeOffset.UtcNow, cancellation);
    }

    /// <summary>Says only that to be signed which those who verify will find.</summary>
    private async Task<ImmutableArray<Examination>> VerifyAsync(CiPlan plan, ImmutableArray<Examination> examinations, CancellationToken cancellation)
    {
        var confirmations = await OwnConfirmations.ReadAsync(folder, plan.Keys, plan.Key, plan.MaxAge, cancellation);
        return
        [
            .. examinations.Select(one => one.Problem is not null || confirmations.Have(one.Build!, plan.Committed, plan.Plan.SeedLayers)
                ? one : one with { Problem = "its signature does not count: imgrep verify says why" }),
        ];
    }
}
