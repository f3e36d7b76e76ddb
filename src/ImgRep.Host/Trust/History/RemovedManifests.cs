using ImgRep.Host.Trust.Verifying;
using ImgRep.Primitives;
using ImgRep.Trust.Commits;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.History;

/// <summary>Finds which manifests that commits remove were made superfluous by later ones of the same people, as <c>imgrep sign</c> does it.</summary>
internal sealed class RemovedManifests(Repository repository, CommitChanges changes, TrustState state, DateTimeOffset now)
{
    private readonly Dictionary<(string Manifest, string Signature, string Owner), (IReadOnlyList<Claim> Claims, DateTimeOffset At)?> read = [];

    /// <returns>Those that are superfluous.</returns>
    public async Task<HashSet<(CommitQuestion, SignatureRemoval)>> FindAsync(IEnumerable<CommitQuestion> questions, CancellationToken cancellation)
    {
        var asked = questions.SelectMany(question => question.Removals, (question, removal) => (Question: question, Removal: removal))
            .Where(one => one.Removal.Path.Split('/') is [SignaturePlace.Folder, "manifests", var owner, _] && owner == one.Removal.Owner).ToList();
        var old = asked.ConvertAll(one => Signed(Folder(one.Question.Parent, one.Removal.Owner), NameOf(one.Removal)));
        var later = asked.ConvertAll(one => Signed(Folder(one.Question.Commit, one.Removal.Owner)));
        await ReadAsync([.. asked.Zip(old, later).SelectMany(one => one.Third.Concat(one.Second).Select(pair => (pair.Manifest, pair.Signature, one.First.Removal.Owner)))],
            cancellation);
        var superfluous = new HashSet<(CommitQuestion, SignatureRemoval)>();
        for (var index = 0; index < asked.Count; index++)
        {
            var owner = asked[index].Removal.Owner;
            // Signed twice, it stood for what it says until the last of them.
            if (old[index].Select(one => read[(one.Manifest, one.Signature, owner)]).MaxBy(one => one?.At) is not { } said)
                continue;
            var since = later[index].Select(one => read[(one.Manifest, one.Signature, owner)]).Where(one => one?.At >= said.At).SelectMany(one => one!.Value.Claims);
            if (Supersession.IsSuperfluous(said.Claims, since))
                superfluous.Add(asked[index]);
        }
        return superfluous;
    }

    private GitTree Folder(GitCommit commit, string owner) => changes.FolderOf(commit, "signatures", "manifests", owner);

    /// <summary>Of the manifest, also where the removal is that of a signature of it.</summary>
    private static string NameOf(SignatureRemoval removal) => removal.Path.Split('/')[^1].Split('.')[0];

    /// <summary>Manifests, each with a signature of it; one that was signed twice is there twice.</summary>
    /// <param name="only">The only manifest that matters; null for all.</param>
    private static List<(string Manifest, string Signature)> Signed(GitTree folder, string? only = null)
    {
        var manifests = folder.Entries.Where(entry => entry.IsFile && Digest.TryParseHex(entry.Name, out _) && (only is null || entry.Name == only))
            .ToDictionary(entry => entry.Name, entry => entry.Id, StringComparer.Ordinal);
        var signed = new List<(string Manifest, string Signature)>();
        foreach (var entry in folder.Entries.Where(entry => entry.IsFile))
        {
            if (SignaturePlace.IsSignature(entry.Name, out var name) && manifests.TryGetValue(name, out var manifest))
                signed.Add((manifest, entry.Id));
        }
        return signed;
    }

    private async Task ReadAsync(HashSet<(string Manifest, string Signature, string Owner)> wanted, CancellationToken cancellation)
    {
        var found = new List<((string, string, string) Name, FoundManifest Manifest)>();
        foreach (var name in wanted)
        {
            read[name] = null;
            try
            {
                var bytes = repository.Blob(name.Manifest, ManifestOfHashes.Largest);
                found.Add((name, new FoundManifest("", SignedData.OfDetached(bytes, repository.Blob(name.Signature, SignedData.LargestMessage)), name.Owner)));
            }
            catch (Exception unusable) when (unusable is MalformedOpenPgpException or MalformedObjectException)
            {
                // It proves nothing.
            }
        }
        var judged = await Signers.JudgeAsync(state.Keys, [.. found.Select(one => (one.Manifest.Signed, DateTimeOffset.MinValue))], now, cancellation);
        foreach (var ((name, manifest), signer) in found.Zip(judged))
            read[name] = signer.Person is { } person && ClaimsOf(manifest, person) is { } claims ? (claims, signer.MadeAt) : null;
    }

    private static IReadOnlyList<Claim>? ClaimsOf(FoundManifest manifest, Person signer)
    {
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
