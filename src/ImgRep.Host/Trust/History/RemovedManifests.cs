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
    private const string Signature = ".asc";
    private readonly Dictionary<(string Manifest, string Signature, string Owner), (IReadOnlyList<Claim> Claims, DateTimeOffset At)?> read = [];

    /// <returns>Those that are superfluous.</returns>
    public async Task<HashSet<(CommitQuestion, SignatureRemoval)>> FindAsync(IEnumerable<CommitQuestion> questions, CancellationToken cancellation)
    {
        var asked = questions.SelectMany(question => question.Removals, (question, removal) => (Question: question, Removal: removal))
            .Where(one => one.Removal.Owner.Length > 0 && one.Removal.Path.Split('/').Length == 4).ToList();
        var old = asked.ConvertAll(one => Named(Folder(one.Question.Parent, one.Removal.Owner), NameOf(one.Removal)));
        var later = asked.ConvertAll(one => Signed(Folder(one.Question.Commit, one.Removal.Owner)));
        await ReadAsync([.. asked.Zip(old, later).SelectMany(one => one.Third.Append(one.Second).OfType<(string Manifest, string Signature)>()
            .Select(pair => (pair.Manifest, pair.Signature, one.First.Removal.Owner)))], cancellation);
        var superfluous = new HashSet<(CommitQuestion, SignatureRemoval)>();
        for (var index = 0; index < asked.Count; index++)
        {
            var owner = asked[index].Removal.Owner;
            if (old[index] is not { } pair || read[(pair.Manifest, pair.Signature, owner)] is not { } said)
                continue;
            var since = later[index].Select(one => read[(one!.Value.Manifest, one.Value.Signature, owner)]).Where(one => one?.At >= said.At).SelectMany(one => one!.Value.Claims);
            if (Supersession.IsSuperfluous(said.Claims, since))
                superfluous.Add(asked[index]);
        }
        return superfluous;
    }

    private GitTree Folder(GitCommit commit, string owner) => changes.FolderOf(commit, "signatures", "manifests", owner);

    private static string NameOf(SignatureRemoval removal) => removal.Path.Split('/')[^1] is var name && name.EndsWith(Signature, StringComparison.Ordinal)
        ? name[..^Signature.Length] : name;

    private static (string Manifest, string Signature)? Named(GitTree folder, string name) =>
        folder.Find(name) is { IsFile: true } manifest && folder.Find(name + Signature) is { IsFile: true } signature ? (manifest.Id, signature.Id) : null;

    private static List<(string Manifest, string Signature)?> Signed(GitTree folder) =>
        [.. folder.Entries.Where(entry => Digest.TryParseHex(entry.Name, out _)).Select(entry => Named(folder, entry.Name)).Where(pair => pair is not null)];

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
