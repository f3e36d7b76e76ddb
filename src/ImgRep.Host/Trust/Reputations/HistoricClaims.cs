using System.Collections.Concurrent;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Keys;
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
internal sealed class HistoricClaims(Checkout tree, KeyFolder keys, DateTimeOffset now)
{
    private const string Manifests = SignatureTree.Folder + "/manifests/";

    /// <summary>In the order of the history, each claim of a person once: where it first stood.</summary>
    public async Task<List<Arrival>> ReadAsync(CancellationToken cancellation)
    {
        // The same bytes at the same place again are nothing new.
        var files = GitLog.Changes(tree, SignatureTree.Folder, cancellation).DistinctBy(change => (change.Path, change.Blob)).ToList();
        var contents = await ContentsAsync(files, cancellation);
        var manifests = files.Where(file => file.Path.StartsWith(Manifests, StringComparison.Ordinal) && contents.ContainsKey(file.Blob))
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

    private static int LimitOf(string path) =>
        path.StartsWith(Manifests, StringComparison.Ordinal) && !path.EndsWith(".asc", StringComparison.Ordinal) ? ManifestOfHashes.Largest : SignedData.LargestMessage;

    private static List<Arrival> Collect(List<(FoundSignature Signature, FileChange Change)> found, List<SignedBy> judged)
    {
        var arrivals = new List<Arrival>?[found.Count];
        Parallel.ForEach(Enumerable.Range(0, found.Count).Where(index => judged[index].Person is not null).GroupBy(index => judged[index].Person!.Id), theirs =>
        {
            var known = new HashSet<Claim>();
            foreach (var index in theirs)
            {
                var (signature, change) = found[index];
                arrivals[index] = [.. ClaimsOf(signature, judged[index].Person!).Where(known.Add).Select(claim => new Arrival(claim, theirs.Key, change.Position, change.Date))];
            }
        });
        return [.. arrivals.OfType<List<Arrival>>().SelectMany(some => some)];
    }

    private static List<Claim> ClaimsOf(FoundSignature signature, Person person)
    {
        try
        {
            return [.. signature.Claims(person).Where(claim => claim.Kind == ClaimKind.Rebuilt)];
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
        if (manifests.FirstOrDefault(manifest => Digest.Compute(contents[manifest.Blob]).Hex == hex) is not { } named)
            return null;
        // It says something from when both were there.
        var change = named.Position > file.Position ? file with { Position = named.Position, Date = named.Date } : file;
        return (new FoundManifest(file.Path, SignedData.OfDetached(contents[named.Blob], contents[file.Blob]), owner), change);
    }

    private static (PackageName Package, Digest Image)? FolderOf(string folder) =>
        folder.Split("@sha256=") is [var name, var hex] && PackageName.TryParse(name, out var package) && Digest.TryParseHex(hex, out var image) ? (package, image) : null;
}
