using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.Verdicts;

/// <summary>The signatures of a tree as containers-registries.d(5) has clients look for them: a folder for each image, and in it <c>signature-1</c> and so
/// on without gaps. It is written anew from what people have signed; nobody commits it.</summary>
public static class Lookaside
{
    private const string Images = "imgrep";

    /// <summary>Every file, relative to the root that is served for a registry without a path, sorted: those that count and
    /// that nobody has withdrawn, in the order of their paths in the tree.</summary>
    public static async Task<ImmutableArray<(string Path, byte[] Bytes)>> ListAsync(Checkout tree, TrustRoot root, DateTimeOffset now, CancellationToken cancellation)
    {
        var verified = await VerifiedSignatures.ReadAsync(tree, root.Keys, packages: null, now, cancellation);
        var images = verified.Counting.Where(file => !verified.Said.IsWithdrawn(file)).Select(SignaturePlace.Parse).OfType<ImagePlace>()
            .OrderBy(place => place.Path, StringComparer.Ordinal)
            .GroupBy(place => SignaturePlace.FolderOf(place.Package, place.Image)).OrderBy(image => image.Key, StringComparer.Ordinal);
        return [.. images.SelectMany(image => image.Select(place => CheckoutFile.Read(tree, place.Path, SignedData.LargestMessage, out _)).OfType<byte[]>()
            .DistinctBy(bytes => Digest.Compute(bytes)).Select((bytes, index) => ($"{Images}/{image.Key}/signature-{index + 1}", bytes)))];
    }

    /// <summary>Writes them, each file whole under its name, and removes what was written before and is there no more. A client that reads meanwhile finds
    /// signatures of the same image, though perhaps not all.</summary>
    /// <param name="folder">An absolute path: the root that is served, or below it what the registry's name has after its host.</param>
    public static void Write(string folder, IReadOnlyCollection<(string Path, byte[] Bytes)> files)
    {
        var (served, now) = (new Checkout(Disk.MakeFolder(folder)), files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal));
        foreach (var (path, bytes) in files)
        {
            if (CheckoutFile.Read(served, path, SignedData.LargestMessage, out _) is not { } there || !there.AsSpan().SequenceEqual(bytes))
                DurableFile.Write(served, path, bytes);
        }
        foreach (var (image, _) in CheckoutFile.List(served, Images).Where(entry => SignaturePlace.ParseFolder(entry.Name) is not null))
        {
            foreach (var (name, _) in CheckoutFile.List(served, $"{Images}/{image}").Where(entry => SignaturePlace.IsNumber(entry.Name)))
            {
                if (!now.Contains($"{Images}/{image}/{name}"))
                    DurableFile.Delete(served, $"{Images}/{image}/{name}");
            }
        }
    }
}
