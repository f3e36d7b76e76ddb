using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.History;

/// <summary>Where a signature went.</summary>
/// <param name="From">Where it lay, relative to the tree; <c>git's index</c> for one that a merge had put aside.</param>
public sealed record MovedSignature(string From, string To);

/// <summary>Brings signatures into the folders of those who made them, under the hash of their own bytes, from where they lay before: numbered beside
/// those of others, or called by their manifest alone. A signature has its new name before it loses its old one: whenever this ends, none is lost, and it
/// can be begun anew.</summary>
public sealed class SignatureMigration(Checkout tree, KeyFolder keys)
{
    private const string FromIndex = "git's index";
    private const string Attributes = ".gitattributes";
    private const string Binary = $"{SignaturePlace.Images}/** binary";
    private readonly List<MovedSignature> moved = [];
    private readonly List<Diagnostic> diagnostics = [];

    /// <exception cref="RejectedInputException">Something there is nobody's signature, and stays where it is; all else was moved.</exception>
    public async Task<ImmutableArray<MovedSignature>> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var conflicts = UnmergedFiles.Read(tree, SignaturePlace.Folder, SignedData.LargestMessage, cancellation);
        await MoveImagesAsync(conflicts, now, cancellation);
        MoveManifests(conflicts);
        if (moved.Count > 0)
            MarkBinary();
        return diagnostics.Count == 0 ? [.. moved] : throw new RejectedInputException([.. diagnostics]);
    }

    private async Task MoveImagesAsync(List<UnmergedFile> conflicts, DateTimeOffset now, CancellationToken cancellation)
    {
        var aside = conflicts.Where(conflict => SignaturePlace.Parse(conflict.Path) is ImagePlace { Owner: null }).ToLookup(conflict => conflict.Path, StringComparer.Ordinal);
        var found = new List<(string File, string From, byte[] Bytes, SignedData Signed)>();
        foreach (var (name, type) in CheckoutFile.List(tree, SignaturePlace.Numbered))
        {
            var folder = $"{SignaturePlace.Numbered}/{name}";
            if (type != EntryType.Directory || SignaturePlace.ParseFolder(name) is null)
                Refuse(folder, "it is no folder of an image");
            else
                found.AddRange(CheckoutFile.List(tree, folder).Select(entry => $"{folder}/{entry.Name}").Where(file => !aside.Contains(file)).SelectMany(Read));
        }
        // Where git could not merge, what it left in the folder may be a mixture: both sides are in its index.
        found.AddRange(aside.SelectMany(sides => sides).SelectMany(side => Parse(side.Path, FromIndex, side.Bytes)));
        var signers = await Signers.JudgeAsync(keys, [.. found.Select(one => (one.Signed, DateTimeOffset.MinValue))], now, cancellation);
        var holders = keys.Holders();
        foreach (var ((file, from, bytes, _), signer) in found.Zip(signers))
        {
            // Whose it is matters here, not whether it counts today.
            if (!holders.TryGetValue(signer.Key, out var owner))
                Refuse(file, $"it is nobody's: {signer.Problem}");
            else if (SignaturePlace.Parse(file) is ImagePlace place)
                Move(from, SignaturePlace.OfImage(owner, place.Package, place.Image, bytes), bytes, file);
        }
    }

    private void MoveManifests(List<UnmergedFile> conflicts)
    {
        foreach (var (person, _) in CheckoutFile.List(tree, SignaturePlace.Manifests).Where(entry => entry.Type == EntryType.Directory && PeopleFile.IsId(entry.Name)))
        {
            foreach (var (name, _) in CheckoutFile.List(tree, $"{SignaturePlace.Manifests}/{person}"))
            {
                if (SignaturePlace.Parse($"{SignaturePlace.Manifests}/{person}/{name}") is not ManifestSignaturePlace { Own: null } place)
                    continue;
                var sides = conflicts.Where(conflict => conflict.Path == place.Path).Select(conflict => (FromIndex, conflict.Bytes)).ToList();
                if (sides.Count == 0 && CheckoutFile.Read(tree, place.Path, SignedData.LargestMessage, out _) is { } bytes)
                    sides.Add((place.Path, bytes));
                foreach (var (from, side) in sides)
                    Move(from, SignaturePlace.OfManifest(place.Manifest, side), side, place.Path);
            }
        }
    }

    private void Move(string from, string to, byte[] bytes, string old)
    {
        DurableFile.Write(tree, to, bytes);
        DurableFile.Delete(tree, old);
        moved.Add(new MovedSignature(from, to));
    }

    private IEnumerable<(string, string, byte[], SignedData)> Read(string file)
    {
        var name = Path.GetFileName(file);
        if (DurableFile.IsTemporary(name))
            return [];
        if (!SignaturePlace.IsNumber(name))
            Refuse(file, "it is no signature-N");
        else if (CheckoutFile.Read(tree, file, SignedData.LargestMessage, out var problem) is { } bytes)
            return Parse(file, file, bytes);
        else
            Refuse(file, problem);
        return [];
    }

    private IEnumerable<(string, string, byte[], SignedData)> Parse(string file, string from, byte[] bytes)
    {
        try
        {
            return [(file, from, bytes, SignedData.OfMessage(bytes))];
        }
        catch (MalformedOpenPgpException malformed)
        {
            Refuse(file, malformed.Message);
            return [];
        }
    }

    /// <summary>Git must not take bytes for text, there as where they lay before.</summary>
    private void MarkBinary()
    {
        if (CheckoutFile.TryReadText(tree, Attributes) is { } text && !text.Split('\n').Contains(Binary))
            DurableFile.Write(tree, Attributes, Encoding.UTF8.GetBytes($"{text}{(text.EndsWith('\n') || text.Length == 0 ? "" : "\n")}{Binary}\n"));
    }

    private void Refuse(string file, string problem) => diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(file), "signatures", problem, "it confirms nothing: remove it"));
}
