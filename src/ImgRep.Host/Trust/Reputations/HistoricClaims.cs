using System.Collections.Concurrent;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Git.Objects;
using ImgRep.Host.Keys;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Reputation;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Reputations;

/// <summary>Every rebuild that was ever confirmed below <c>signatures/</c>, by signatures that count today: a key that turned out to be stolen
/// has no past.</summary>
internal sealed class HistoricClaims(Checkout tree, KeyFolder keys, DateTimeOffset now)
{
    /// <summary>In the order of the history, each claim of a person once: where it first stood.</summary>
    public async Task<List<Arrival>> ReadAsync(CancellationToken cancellation)
    {
        // The same bytes at the same place again are nothing new.
        var files = GitLog.Changes(tree, SignaturePlace.Folder, cancellation).DistinctBy(change => (change.Path, change.Blob)).ToList();
        var contents = await ContentsAsync(files, cancellation);
        var manifests = files.Where(file => SignaturePlace.Parse(file.Path) is ManifestPlace && contents.ContainsKey(file.Blob))
            .ToLookup(file => file.Path, StringComparer.Ordinal);
        var found = new ConcurrentBag<(FoundSignature Signature, FileChange Change)>();
        Parallel.ForEach(files.Where(file => contents.ContainsKey(file.Blob)), file =>
        {
            if (TryRead(file, contents, manifests) is { } read)
                found.Add(read);
        });
        List<(FoundSignature Signature, FileChange Change)> ordered = [.. found.OrderBy(one => one.Change.Position)
            .ThenBy(one => one.Change.Path, StringComparer.Ordinal).ThenBy(one => one.Change.Blob, StringComparer.Ordinal)];
        var judged = await Signers.JudgeAsync(keys, [.. ordered.Select(one => (one.Signature.Signed, DateTimeOffset.MinValue))], now, cancellation);
        return Collect(ordered, judged);
    }

    /// <summary>By one git a core: most of the time goes into unpacking.</summary>
    private async Task<Dictionary<string, byte[]>> ContentsAsync(List<FileChange> files, CancellationToken cancellation)
    {
        var limits = files.GroupBy(file => file.Blob).ToDictionary(group => group.Key, group => group.Max(file => LimitOf(file.Path)), StringComparer.Ordinal);
        var shares = limits.Keys.Chunk((limits.Count / Environment.ProcessorCount) + 1).Select(share => Task.Run(() => Read(share), cancellation));
        return (await Task.WhenAll(shares)).SelectMany(share => share).Where(blob => blob.Bytes is not null)
            .ToDictionary(blob => blob.Id, blob => blob.Bytes!, StringComparer.Ordinal);

        List<(string Id, byte[]? Bytes)> Read(string[] share)
        {
            using var objects = new GitObjects(tree.Root, cancellation);
            return [.. objects.ReadBlobs(share, blob => limits[blob])];
        }
    }

    private static int LimitOf(string path) => SignaturePlace.Parse(path) is ManifestPlace ? ManifestOfHashes.Largest : SignedData.LargestMessage;

    private static List<Arrival> Collect(List<(FoundSignature Signature, FileChange Change)> found, List<SignedBy> judged)
    {
        var arrivals = new List<Arrival>?[found.Count];
        Parallel.ForEach(Enumerable.Range(0, found.Count).Where(index => judged[index].Person is not null).GroupBy(index => judged[index].Person!.Id), theirs =>
        {
            var known = new HashSet<Claim>();
            var first = theirs.ToDictionary(index => index, _ => new List<VerifiedClaim>());
            var words = new LastWords(theirs.SelectMany(index => ClaimsOf(found[index].Signature, judged[index].Person!).Select(claim => Note(index, claim))), RecipeKeys.Any);
            foreach (var index in theirs)
            {
                var change = found[index].Change;
                arrivals[index] = [.. first[index].Select(one => new Arrival(one.Claim, theirs.Key, change.Position, change.Date)
                {
                    IsWithdrawn = words.IsWithdrawn(one),
                    IsOverruled = !words.Stands(one),
                })];
            }

            VerifiedClaim Note(int index, Claim claim)
            {
                var said = new VerifiedClaim(claim, theirs.Key, judged[index].MadeAt, "");
                if (claim.Kind == ClaimKind.Rebuilt && known.Add(claim))
                    first[index].Add(said);
                return said;
            }
        });
        return [.. arrivals.OfType<List<Arrival>>().SelectMany(some => some)];
    }

    private static List<Claim> ClaimsOf(FoundSignature signature, Person person)
    {
        try
        {
            return [.. signature.Claims(person).Where(claim => claim.Recipe is not null)];
        }
        catch (MalformedSignatureException)
        {
            return [];
        }
    }

    /// <summary>Null for what is no signature; verifying points that out while it is there.</summary>
    private static (FoundSignature, FileChange)? TryRead(FileChange file, Dictionary<string, byte[]> contents, ILookup<string, FileChange> manifests)
    {
        try
        {
            return SignaturePlace.Parse(file.Path) switch
            {
                ManifestSignaturePlace place => ReadManifest(file, place, contents, manifests[place.Manifest]),
                ImagePlace place => (SignatureFile.ReadImage(place, contents[file.Blob]), file),
                _ => null,
            };
        }
        catch (MalformedOpenPgpException)
        {
            return null;
        }
    }

    private static (FoundSignature, FileChange)? ReadManifest(
        FileChange file, ManifestSignaturePlace place, Dictionary<string, byte[]> contents, IEnumerable<FileChange> manifests)
    {
        if (manifests.FirstOrDefault(manifest => Digest.Compute(contents[manifest.Blob]).Hex == Path.GetFileName(place.Manifest)) is not { } named)
            return null;
        // It says something from when both were there.
        var change = named.Position > file.Position ? file with { Position = named.Position, Date = named.Date } : file;
        return (SignatureFile.ReadManifest(place, contents[named.Blob], contents[file.Blob]), change);
    }
}
