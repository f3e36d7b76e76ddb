using ImgRep.Host.Trust.Verifying;
using ImgRep.Trust.Commits;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.History;

/// <summary>Finds which signatures that commits remove lie elsewhere now, as <c>imgrep signatures migrate</c> moves them: in the folder of whoever made
/// them, under the hash of their own bytes. Anywhere else they would not count any more, and to put them there is to remove them.</summary>
internal sealed class MovedSignatures(Repository repository, CommitChanges changes, TrustState state, DateTimeOffset now)
{
    private readonly List<(int Removal, string File, FoundImageSignature Signature)> candidates = [];

    /// <returns>Removals all of whose signatures were moved so.</returns>
    public async Task<HashSet<(CommitQuestion, SignatureRemoval)>> FindAsync(IEnumerable<CommitQuestion> questions, CancellationToken cancellation)
    {
        var asked = questions.SelectMany(question => question.Removals, (question, removal) => (Question: question, Removal: removal)).ToList();
        var left = asked.ConvertAll(_ => new HashSet<string>(StringComparer.Ordinal));
        var moved = new HashSet<(CommitQuestion, SignatureRemoval)>();
        for (var index = 0; index < asked.Count; index++)
        {
            var (question, removal) = asked[index];
            if (removal.Path.Split('/') is [SignaturePlace.Folder, "imgrep", var image, .. var file])
                left[index].UnionWith(Images(index, question, image, file.Length == 1 ? file[0] : null));
            else if (IsRenamed(question, removal))
                moved.Add(asked[index]);
        }
        var signers = await Signers.JudgeAsync(state.Keys, candidates.ConvertAll(one => (one.Signature.Signed, DateTimeOffset.MinValue)), now, cancellation);
        var holders = candidates.Count == 0 ? null : state.Keys.Holders();
        foreach (var ((index, file, signature), signer) in candidates.Zip(signers))
        {
            // Whose it is matters here, not whether it counts today.
            if (holders!.GetValueOrDefault(signer.Key) == signature.Owner && left[index].Remove(file) && left[index].Count == 0)
                moved.Add(asked[index]);
        }
        return moved;
    }

    /// <summary>The numbered files of an image that are gone; where one of them may lie now becomes a candidate.</summary>
    /// <param name="only">The only one that is; null for all.</param>
    private List<string> Images(int removal, CommitQuestion question, string image, string? only)
    {
        var gone = changes.FolderOf(question.Parent, SignaturePlace.Folder, "imgrep", image).Entries.Where(entry => only is null || entry.Name == only).ToList();
        foreach (var person in changes.FolderOf(question.Commit, SignaturePlace.Folder, "images").Entries)
        {
            foreach (var (now, old) in changes.FolderOf(question.Commit, SignaturePlace.Folder, "images", person.Name, image).Entries.Where(entry => entry.IsFile)
                .Join(gone, entry => entry.Id, entry => entry.Id, (now, old) => (now, old)))
            {
                if (SignaturePlace.Parse($"{SignaturePlace.Images}/{person.Name}/{image}/{now.Name}") is ImagePlace place && TryRead(place, now.Id) is { } signature)
                    candidates.Add((removal, old.Name, signature));
            }
        }
        return gone.ConvertAll(entry => entry.Name);
    }

    /// <summary>Whether the signature of a manifest has its own hash in its name now.</summary>
    private bool IsRenamed(CommitQuestion question, SignatureRemoval removal)
    {
        if (SignaturePlace.Parse(removal.Path) is not ManifestSignaturePlace { Own: null } old)
            return false;
        var signature = changes.FolderOf(question.Parent, SignaturePlace.Folder, "manifests", old.Owner).Find(Path.GetFileName(old.Path));
        var folder = changes.FolderOf(question.Commit, SignaturePlace.Folder, "manifests", old.Owner);
        return signature is not null && folder.Find(Path.GetFileName(old.Manifest)) is { IsFile: true }
            && folder.Entries.Any(entry => entry.IsFile && entry.Id == signature.Id
                && $"{SignaturePlace.Manifests}/{old.Owner}/{entry.Name}" == SignaturePlace.OfManifest(old.Manifest, repository.Blob(entry.Id, SignedData.LargestMessage)));
    }

    private FoundImageSignature? TryRead(ImagePlace place, string blob)
    {
        try
        {
            return SignatureFile.ReadImage(place, repository.Blob(blob, SignedData.LargestMessage));
        }
        catch (Exception unusable) when (unusable is MalformedOpenPgpException or MalformedObjectException)
        {
            return null;
        }
    }
}
