using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.Verifying;

/// <summary>Reads <c>signatures/</c> (docs/formats/signatures.md). Whatever is not as it should be is rejected with the reason, and the rest is
/// read all the same.</summary>
/// <param name="packages">Whose images' signatures to read; null for all.</param>
internal sealed class SignatureTree(Checkout tree, IReadOnlySet<PackageName>? packages)
{
    public const string Folder = "signatures";
    private const string Images = Folder + "/imgrep";
    private const string Manifests = Folder + "/manifests";
    private const string Between = "@sha256=";
    private readonly ConcurrentBag<FoundSignature> found = [];
    private readonly ConcurrentBag<Rejection> rejected = [];

    /// <summary>Sorted by their paths.</summary>
    public (List<FoundSignature> Found, List<Rejection> Rejected) Read()
    {
        if (CheckoutFile.TypeOf(tree, Folder) is { } root and not EntryType.Directory)
            Reject(Folder, root == EntryType.Symlink ? "it is a link, which is not followed" : "it is no folder");
        foreach (var (name, type) in List(Folder).Where(entry => entry.Name is not ("imgrep" or "manifests") || entry.Type != EntryType.Directory))
            Reject($"{Folder}/{name}", type == EntryType.Symlink ? "it is a link, which is not followed" : "it is none of imgrep/ and manifests/");
        Parallel.ForEach(List(Images), entry => ReadImage(entry.Name, entry.Type));
        foreach (var (name, type) in List(Manifests))
            ReadPerson(name, type);
        return ([.. found.OrderBy(one => one.File, StringComparer.Ordinal)], [.. rejected.OrderBy(one => one.File, StringComparer.Ordinal)]);
    }

    private void ReadImage(string name, EntryType type)
    {
        var folder = $"{Images}/{name}";
        var at = name.IndexOf(Between, StringComparison.Ordinal);
        if (at < 0 || !PackageName.TryParse(name[..at], out var package) || !Digest.TryParseHex(name[(at + Between.Length)..], out var image) || type != EntryType.Directory)
        {
            Reject(folder, type == EntryType.Symlink ? "it is a link, which is not followed" : "it is no folder NAME@sha256=HEX");
            return;
        }
        if (packages?.Contains(package) == false)
            return;
        var numbers = new SortedSet<int>();
        foreach (var (file, _) in List(folder))
        {
            if (NumberOf(file) is not { } number)
            {
                Reject($"{folder}/{file}", "it is no signature-N");
                continue;
            }
            numbers.Add(number);
            Add($"{folder}/{file}", SignedData.LargestMessage, (path, bytes) => new FoundImageSignature(path, SignedData.OfMessage(bytes), package, image));
        }
        if (numbers.Count > 0 && numbers.Max != numbers.Count)
            Reject($"{folder}/signature-{numbers.Max}", "a number before it is missing, so that other clients do not find it");
    }

    private void ReadPerson(string id, EntryType type)
    {
        var folder = $"{Manifests}/{id}";
        if (!PeopleFile.IsId(id) || type != EntryType.Directory)
        {
            Reject(folder, type == EntryType.Symlink ? "it is a link, which is not followed" : "it is no folder of a person");
            return;
        }
        var files = List(folder).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in files.Order(StringComparer.Ordinal))
        {
            if (name.EndsWith(".asc", StringComparison.Ordinal) && files.Contains(name[..^4]))
                Add($"{folder}/{name}", SignedData.LargestMessage, (path, signature) => ReadManifest(path, signature, id));
            else if (!files.Contains(name + ".asc"))
                Reject($"{folder}/{name}", name.EndsWith(".asc", StringComparison.Ordinal) ? "the manifest that it signs is missing"
                    : "nobody has signed it: there is no .asc beside it");
        }
    }

    private FoundManifest ReadManifest(string path, byte[] signature, string owner)
    {
        var file = path[..^4];
        if (CheckoutFile.Read(tree, file, ManifestOfHashes.Largest, out var problem) is not { } bytes)
            throw new MalformedOpenPgpException($"its manifest cannot be read: {problem}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return Path.GetFileName(file) == hash
            ? new FoundManifest(path, SignedData.OfDetached(bytes, signature), owner)
            : throw new MalformedOpenPgpException($"its manifest has the SHA-256 {hash}, which is not its name");
    }

    private void Add(string file, int largest, Func<string, byte[], FoundSignature> read)
    {
        try
        {
            if (CheckoutFile.Read(tree, file, largest, out var problem) is { } bytes)
                found.Add(read(file, bytes));
            else
                Reject(file, problem);
        }
        catch (MalformedOpenPgpException malformed)
        {
            Reject(file, malformed.Message);
        }
    }

    private static int? NumberOf(string file) =>
        file.StartsWith("signature-", StringComparison.Ordinal) && file.Length < 20 && file[10..] is ['1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9', ..] digits
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private IReadOnlyList<(string Name, EntryType Type)> List(string folder) => CheckoutFile.List(tree, folder);

    private void Reject(string file, string reason) => rejected.Add(new Rejection(file, reason));
}
