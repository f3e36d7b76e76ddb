using ImgRep.Host.Trust.Verifying;
using ImgRep.Trust.Commits;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.History;

/// <summary>Finds which manifests that commits remove were made superfluous by later ones of the same people, as <c>imgrep sign</c> does it.</summary>
internal sealed class RemovedManifests(Repository repository, CommitChanges changes, TrustState state, DateTimeOffset now)
{
    private readonly Dictionary<SignedManifest, (IReadOnlyList<Claim> Claims, DateTimeOffset At)?> read = [];

    /// <summary>Blobs of a manifest and of a signature of it, and where the signature lies.</summary>
    private sealed record SignedManifest(string Manifest, string Signature, ManifestSignaturePlace Place);

    /// <returns>Those that are superfluous.</returns>
    public async Task<HashSet<(CommitQuestion, SignatureRemoval)>> FindAsync(IEnumerable<CommitQuestion> questions, CancellationToken cancellation)
    {
        var asked = questions.SelectMany(question => question.Removals, (question, removal) => (Question: question, Removal: removal))
            .Where(one => one.Removal.Path.Split('/') is [SignaturePlace.Folder, "manifests", var owner, _] && owner == one.Removal.Owner).ToList();
        var old = asked.ConvertAll(one => Signed(one.Question.Parent, one.Removal.Owner, NameOf(one.Removal)));
        var later = asked.ConvertAll(one => Signed(one.Question.Commit, one.Removal.Owner));
        await ReadAsync([.. old.Concat(later).SelectMany(signed => signed)], cancellation);
        var superfluous = new HashSet<(CommitQuestion, SignatureRemoval)>();
        for (var index = 0; index < asked.Count; index++)
        {
            // Signed twice, it stood for what it says until the last of them.
            if (old[index].Select(one => read[one]).MaxBy(one => one?.At) is not { } said)
                continue;
            var since = later[index].Select(one => read[one]).Where(one => one?.At >= said.At).SelectMany(one => one!.Value.Claims);
            if (Supersession.IsSuperfluous(said.Claims, since))
                superfluous.Add(asked[index]);
        }
        return superfluous;
    }

    /// <summary>Of the manifest, also where the removal is that of a signature of it.</summary>
    private static string NameOf(SignatureRemoval removal) => removal.Path.Split('/')[^1].Split('.')[0];

    /// <summary>Manifests, each with a signature of it; one that was signed twice is there twice.</summary>
    /// <param name="only">The only manifest that matters; null for all.</param>
    private List<SignedManifest> Signed(GitCommit commit, string owner, string? only = null)
    {
        var folder = changes.FolderOf(commit, SignaturePlace.Folder, "manifests", owner);
        var signed = new List<SignedManifest>();
        foreach (var entry in folder.Entries.Where(entry => entry.IsFile))
        {
            if (SignaturePlace.Parse($"{SignaturePlace.Manifests}/{owner}/{entry.Name}") is ManifestSignaturePlace place && Path.GetFileName(place.Manifest) is var name
                && (only is null || name == only) && folder.Find(name) is { IsFile: true } manifest)
                signed.Add(new SignedManifest(manifest.Id, entry.Id, place));
        }
        return signed;
    }

    private async Task ReadAsync(HashSet<SignedManifest> wanted, CancellationToken cancellation)
    {
        var found = new List<(SignedManifest Signed, FoundManifest Manifest)>();
        foreach (var signed in wanted)
        {
            read[signed] = null;
            try
            {
                var bytes = repository.Blob(signed.Manifest, ManifestOfHashes.Largest);
                found.Add((signed, SignatureFile.ReadManifest(signed.Place, bytes, repository.Blob(signed.Signature, SignedData.LargestMessage))));
            }
            catch (Exception unusable) when (unusable is MalformedOpenPgpException or MalformedObjectException)
            {
                // It proves nothing.
            }
        }
        var judged = await Signers.JudgeAsync(state.Keys, [.. found.Select(one => (one.Manifest.Signed, DateTimeOffset.MinValue))], now, cancellation);
        foreach (var ((signed, manifest), signer) in found.Zip(judged))
            read[signed] = signer.Person is { } person && ClaimsOf(manifest, person) is { } claims ? (claims, signer.MadeAt) : null;
    }

    /// <summary>A disagreement is never superfluous: it is evidence.</summary>
    private static IReadOnlyList<Claim>? ClaimsOf(FoundManifest manifest, Person signer)
    {
        if (Disagreement.Is(manifest.Signed.Data.Span))
            return null;
        try
        {
            return [.. manifest.Claims(signer)];
        }
        catch (MalformedSignatureException)
        {
            return null;
        }
    }
}
