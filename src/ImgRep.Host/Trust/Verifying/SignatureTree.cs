using System.Collections.Concurrent;
using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Packages;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.Verifying;

/// <summary>Reads <c>signatures/</c> (docs/formats/signatures.md). Whatever is not as it should be is rejected with the reason, and the rest is
/// read all the same.</summary>
/// <param name="packages">Whose images' signatures to read; null for all.</param>
internal sealed class SignatureTree(Checkout tree, IReadOnlySet<PackageName>? packages)
{
    /// <summary>For how many packages a manifest is looked through before its signature is verified.</summary>
    private const int FewPackages = 16;

    private const string Link = "it is a link, which is not followed";
    private readonly ConcurrentBag<FoundSignature> found = [];
    private readonly ConcurrentBag<Rejection> rejected = [];

    /// <summary>Sorted by their paths.</summary>
    public (List<FoundSignature> Found, List<Rejection> Rejected) Read()
    {
        if (CheckoutFile.TypeOf(tree, SignaturePlace.Folder) is { } root and not EntryType.Directory)
            Reject(SignaturePlace.Folder, root == EntryType.Symlink ? Link : "it is no folder");
        foreach (var (name, type) in List(SignaturePlace.Folder)
            .Where(entry => entry.Name is not ("images" or "imgrep" or "manifests" or "upstream") || entry.Type != EntryType.Directory))
            Reject($"{SignaturePlace.Folder}/{name}", type == EntryType.Symlink ? Link : "it is none of images/, manifests/ and upstream/");
        foreach (var (id, _) in List(SignaturePlace.Images).Where(entry => IsPerson(SignaturePlace.Images, entry.Name, entry.Type)))
            Parallel.ForEach(List($"{SignaturePlace.Images}/{id}"), entry => ReadImage($"{SignaturePlace.Images}/{id}", entry.Name, entry.Type, "it is no SHA-256"));
        Parallel.ForEach(List(SignaturePlace.Numbered), entry => ReadImage(SignaturePlace.Numbered, entry.Name, entry.Type, "it is no signature-N"));
        foreach (var (id, _) in List(SignaturePlace.Manifests).Where(entry => IsPerson(SignaturePlace.Manifests, entry.Name, entry.Type)))
            ReadPerson(id);
        return ([.. found.OrderBy(one => one.File, StringComparer.Ordinal)], [.. rejected.OrderBy(one => one.File, StringComparer.Ordinal)]);
    }

    private bool IsPerson(string parent, string id, EntryType type)
    {
        if (PeopleFile.IsId(id) && type == EntryType.Directory)
            return true;
        Reject($"{parent}/{id}", type == EntryType.Symlink ? Link : "it is no folder of a person");
        return false;
    }

    /// <param name="other">What is said of a file that is not called as it should be.</param>
    private void ReadImage(string parent, string name, EntryType type, string other)
    {
        var folder = $"{parent}/{name}";
        if (type != EntryType.Directory || SignaturePlace.ParseFolder(name) is not var (package, _))
        {
            Reject(folder, type == EntryType.Symlink ? Link : "it is no folder NAME@sha256=HEX");
            return;
        }
        if (packages?.Contains(package) == false)
            return;
        foreach (var (file, _) in List(folder))
        {
            if (SignaturePlace.Parse($"{folder}/{file}") is ImagePlace place)
                Add(place.Path, SignedData.LargestMessage, bytes => SignatureFile.ReadImage(place, bytes));
            else
                Reject($"{folder}/{file}", other);
        }
    }

    private void ReadPerson(string id)
    {
        var folder = $"{SignaturePlace.Manifests}/{id}";
        var files = List(folder).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var signed = files.Select(name => SignaturePlace.IsSignature(name, out var manifest) ? manifest : "").ToHashSet(StringComparer.Ordinal);
        foreach (var name in files.Order(StringComparer.Ordinal))
        {
            var path = $"{folder}/{name}";
            if (!SignaturePlace.IsSignature(name, out var manifest))
            {
                if (!signed.Contains(name))
                    Reject(path, "nobody has signed it: there is no .asc beside it");
            }
            else if (!files.Contains(manifest))
                Reject(path, "the manifest that it signs is missing");
            else
                Add(path, SignedData.LargestMessage, signature => ReadManifest(path, signature));
        }
    }

    private FoundManifest? ReadManifest(string path, byte[] signature)
    {
        if (SignaturePlace.Parse(path) is not ManifestSignaturePlace place)
            throw new MalformedOpenPgpException("it is called neither MANIFEST.asc nor MANIFEST.SIGNATURE.asc, by their SHA-256");
        if (CheckoutFile.Read(tree, place.Manifest, ManifestOfHashes.Largest, out var problem) is not { } bytes)
            throw new MalformedOpenPgpException($"its manifest cannot be read: {problem}");
        return MayName(bytes) ? SignatureFile.ReadManifest(place, bytes, signature) : null;
    }

    /// <summary>Whether a package that matters may stand in a manifest: to verify those where none does takes longer than everything else, when few matter.</summary>
    private bool MayName(byte[] manifest) =>
        packages is not { Count: <= FewPackages } || packages.Any(package => manifest.AsSpan().IndexOf(Encoding.ASCII.GetBytes(package.ToString())) >= 0);

    /// <param name="read">Null where the signature does not matter.</param>
    private void Add(string file, int largest, Func<byte[], FoundSignature?> read)
    {
        try
        {
            if (CheckoutFile.Read(tree, file, largest, out var problem) is { } bytes)
            {
                if (read(bytes) is { } signature)
                    found.Add(signature);
            }
            else
                Reject(file, problem);
        }
        catch (MalformedOpenPgpException malformed)
        {
            Reject(file, malformed.Message);
        }
    }

    private IReadOnlyList<(string Name, EntryType Type)> List(string folder) => CheckoutFile.List(tree, folder);

    private void Reject(string file, string reason) => rejected.Add(new Rejection(file, reason));
}
