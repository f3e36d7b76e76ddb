using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Host.Trust.Lineages;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Site;
using ImgRep.Sources;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Site;

/// <summary>A checkout as a website: nothing goes in but its commit.</summary>
/// <param name="Read">What people have signed, and what packages are made of.</param>
public sealed record CheckoutSite(Checkout Tree, SiteContent Content, CheckoutLineage Read)
{
    private static readonly string[] Paths = [Checkout.Packages, PackageTests.Folder, "digests", "seeds", "sources", CommitTable.FileName,
        KeyFolder.Name, PolicyFile.Path, SignaturePlace.Folder];

    /// <param name="trusted">People, or keys, that are trusted, for policies that ask who has certified whom.</param>
    public static async Task<CheckoutSite> ReadAsync(Checkout tree, IReadOnlyCollection<string> trusted, CancellationToken cancellation)
    {
        var commit = CheckedOutCommit.Read(tree, Paths, cancellation);
        var read = await CheckoutLineage.ReadAsync(tree, [], trusted, commit.Date, cancellation);
        var tests = CheckoutFile.List(tree, PackageTests.Folder).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var packages = read.Images.AsParallel().AsOrdered().WithCancellation(cancellation).Select(image => new SitePackage(
            image, image.Image is null ? null : read.Signed?.Judge(read.Signed.Root.Policy.Image, image.Package, image.Image),
            PackageLabels.Of(image.Routes[0].Route), tests.Contains(image.Package.ToString())));
        return new CheckoutSite(tree, new SiteContent(
            commit.Id, commit.Date, [.. packages], read.Signed?.Root.Keys.People ?? [], read.Signed?.Root.Policy.Image, read.LineageSeeds, read.Repacks), read);
    }

    /// <summary>Writes it into a folder that is not there yet, or empty.</summary>
    /// <returns>How many files there are, and the digest of the list of them, which says what all of them are.</returns>
    /// <exception cref="RejectedInputException">There is something in the folder.</exception>
    public async Task<(int Files, Digest List)> WriteAsync(string folder, CancellationToken cancellation)
    {
        if (Disk.Exists(folder) && (!Disk.IsFolder(folder) || Disk.Entries(folder).Length > 0))
        {
            throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole(folder), "site-folder", "it is no empty folder", "name a new one: what lies there is not removed"));
        }
        var hashes = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var file in Website.Write(Content))
            Write(folder, file.Path, System.Text.Encoding.UTF8.GetBytes(file.Text), hashes, cancellation);
        foreach (var (path, bytes) in Read.Signed is { } signed ? await Lookaside.ListAsync(Tree, signed.Root, Content.Date, cancellation) : [])
            Write(folder, $"lookaside/{path}", bytes, hashes, cancellation);
        var list = System.Text.Encoding.UTF8.GetBytes(string.Concat(hashes.Select(file => $"{file.Value.Hex}  {file.Key}\n")));
        Disk.WriteBytes(Path.Combine(folder, "SHA256SUMS"), list);
        return (hashes.Count + 1, Digest.Compute(list));
    }

    private static void Write(string folder, string path, byte[] bytes, SortedDictionary<string, Digest> hashes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var file = Path.Combine(folder, path);
        Disk.MakeFolder(Path.GetDirectoryName(file)!);
        Disk.WriteBytes(file, bytes);
        hashes.Add(path, Digest.Compute(bytes));
    }
}
