using System.Collections.Concurrent;
using ImgRep.Host.Keys;
using ImgRep.Host.Tree;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Reputation;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.Reputations;

/// <summary>Every rebuild that was ever confirmed below <c>signatures/</c>, by signatures that count today: a key that turned out to be stolen
/// has no past.</summary>
internal sealed class HistoricClaims(TreeFolder tree, KeyFolder keys, DateTimeOffset now)
{
    private const string Manifests = SignatureTree.Folder + "/manifests/";

    /// <summary>In the order of the history, each claim of a person once: where it first stood.</summary>
    public async Task<List<Arrival>> ReadAsync(CancellationToken cancellation)
    {
        var history = new GitHistory(tree);
        var changes = await history.ChangesAsync(SignatureTree.Folder, cancellation);
        // The same bytes at the same place again are nothing new.
        var files = changes.DistinctBy(change => (change.Path, change.Blob)).ToList();
        var limits = files.GroupBy(file => file.Blob).ToDictionary(group => group.Key, group => group.Max(file => LimitOf(file.Path)), StringComparer.Ordinal);
        var contents = await history.ContentsAsync(limits.Keys, blob => limits[blob], cancellation);
        var manifests = files.Where(file => file.Path.StartsWith(Manifests, StringComparison.Ordinal) && contents.ContainsKey(file.Blob)).ToLookup(file => file.Path, StringComparer.Ordinal);
        var found = new ConcurrentBag<(FoundSignature Signature, FileChange Change)>();
        Parallel.ForEach(files.Where(file => contents.ContainsKey(file.Blob)), file =>
        {
            if (TryRead(file, contents, manifests) is { } read)
                found.Add(read);
        });
        List<(FoundSignature Signature, FileChange Change)> ordered = [.. found.OrderBy(one => one.Change.Position).ThenBy(one => one.Change.Path, StringComparer.Ordinal).ThenBy(one => one.Change.Blob, StringComparer.Ordinal)];
        var judged = await Signers.JudgeAsync(keys, [.. ordered.Select(one => (one.Signature.Signed, DateTimeOffset.MinValue))], now, cancellation);
        return Collect(ordered, judged);
    }

    private static long LimitOf(string path) =>
        path.StartsWith(Manifests, StringComparison.Ordinal) && !path.EndsWith(".asc", StringComparison.Ordinal) ? ManifestOfHashes.Largest : SignedData.LargestMessage;

    private static List<Arrival> Collect(
        List<(FoundSignature Signature, FileChange Change)> found, List<SignedBy> judged)
    {
        var known = new Dictionary<string, HashSet<Claim>>(StringComparer.Ordinal);
        var arrivals = new List<Arrival>();
        // What manifests say is read many at a time, and told in their order.
        const int share = 64;
        for (var start = 0; start < found.Count; start += share)
        {
            var count = Math.Min(share, found.Count - start);
            var claims = new List<Claim>[count];
            Parallel.For(0, count, index => claims[index] = ClaimsOf(found[start + index].Signature, judged[start + index].Person));
            for (var index = 0; index < count; index++)
            {
                if (judged[start + index].Person is not { } person)
                    continue;
                var change = found[start + index].Change;
                if (!known.TryGetValue(person.Id, out var mine))
                    known[person.Id] = mine = [];
                arrivals.AddRange(claims[index].Where(mine.Add).Select(claim => new Arrival(claim, person.Id, change.Position, change.Date)));
            }
        }
        return arrivals;
    }

    private static List<Claim> ClaimsOf(FoundSignature signature, Person? person)
    {
        try
        {
            return person is null ? [] : [.. signature.Claims(person).Where(claim => claim.Kind == ClaimKind.Rebuilt)];
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
            return file.Path.Split('/') switch
            {
                [_, "manifests", var owner, var name] when name.EndsWith(".asc", StringComparison.Ordinal) && PeopleFile.IsId(owner) =>
                    ReadManifest(file, contents, manifests[file.Path[..^4]], owner, name[..^4]),
                [_, "imgrep", var folder, _] when FolderOf(folder) is var (package, image) =>
                    (new FoundImageSignature(file.Path, SignedData.OfMessage(contents[file.Blob]), package, image), file),
                _ => null,
            };
        }
        catch (MalformedOpenPgpException)
        {
            return null;
        }
    }

    private static (FoundSignature, FileChange)? ReadManifest(FileChange file, Dictionary<string, byte[]> contents, IEnumerable<FileChange> manifests, string owner, string hex)
    {
        if (manifests.FirstOrDefault(manifest => Digest.Of(contents[manifest.Blob]).Hex == hex) is not { } named)
            return null;
        // It says something from when both were there.
        var change = named.Position > file.Position ? file with { Position = named.Position, Date = named.Date } : file;
        return (new FoundManifest(file.Path, SignedData.OfDetached(contents[named.Blob], contents[file.Blob]), owner), change);
    }

    private static (PackageName Package, Digest Image)? FolderOf(string folder) =>
        folder.Split("@sha256=") is [var name, var hex] && PackageName.TryParse(name, out var package) && Digest.TryParseHex(hex, out var image) ? (package, image) : null;
}
