namespace ImgRep.Trust.Commits;

/// <summary>Something below <c>signatures/</c> that a commit takes away, or puts something else in the place of.</summary>
/// <param name="Owner">The id of the person whose folder it lies in; empty where that is nobody's.</param>
public sealed record SignatureRemoval(string Owner, string Path);

/// <summary>What a commit takes away below <c>signatures/</c>. What is added proves itself. What is gone proves nothing: confirmations and dissents
/// could be made to vanish by anybody if nobody had to sign for it.</summary>
public static class SignatureRemovals
{
    private const string Folder = "signatures";

    /// <param name="before">The top folder of the parent.</param>
    /// <param name="after">That of the commit.</param>
    /// <param name="open">Reads a folder.</param>
    public static IEnumerable<SignatureRemoval> Between(GitTree before, GitTree after, Func<GitEntry, GitTree> open)
    {
        if (before.Find(Folder) is not { } old || Stays(old, after.Find(Folder)))
            return [];
        if (!old.IsFolder)
            return [new SignatureRemoval("", Folder)];
        var owned = new Lazy<List<Dictionary<string, GitEntry>>>(() => OwnedImages(after.Find(Folder), open));
        return Gone(Folder, old, after.Find(Folder), open).SelectMany(gone => (gone.Old.Name, gone.Old.IsFolder) switch
        {
            ("imgrep", true) => Gone(gone.Path, gone.Old, gone.Now, open).SelectMany(image => OfImage(
                image.Path, image.Old, [image.Now, .. owned.Value.Select(person => person.GetValueOrDefault(image.Old.Name))], open)),
            ("images" or "manifests", true) => Gone(gone.Path, gone.Old, gone.Now, open).SelectMany(person => OfPerson(person.Path, person.Old, person.Now, open)),
            _ => [new SignatureRemoval("", gone.Path)],
        });
    }

    /// <summary>For each person the folders of the images that they have signed, by their names.</summary>
    private static List<Dictionary<string, GitEntry>> OwnedImages(GitEntry? signatures, Func<GitEntry, GitTree> open) =>
        signatures is { IsFolder: true } && open(signatures).Find("images") is { IsFolder: true } images
            ? [.. open(images).Entries.Where(person => person.IsFolder).Select(person => open(person).Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal))]
            : [];

    /// <summary>Signatures of an image that have numbers may change them, and may move into the folders of those who made them.</summary>
    /// <param name="now">The folders where signatures of the image lie now.</param>
    private static IEnumerable<SignatureRemoval> OfImage(string path, GitEntry old, IReadOnlyList<GitEntry?> now, Func<GitEntry, GitTree> open)
    {
        var kept = now.OfType<GitEntry>().Where(folder => folder.IsFolder).SelectMany(folder => open(folder).Entries).Where(entry => entry.IsFile)
            .Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        if (!old.IsFolder || kept.Count == 0)
            return [new SignatureRemoval("", path)];
        return Gone(path, old, now[0], open).Where(gone => !gone.Old.IsFile || !kept.Contains(gone.Old.Id)).Select(gone => new SignatureRemoval("", gone.Path));
    }

    /// <summary>The signature of a manifest may be called otherwise, as long as it says of the same manifest that it signs it.</summary>
    private static IEnumerable<SignatureRemoval> OfPerson(string path, GitEntry old, GitEntry? now, Func<GitEntry, GitTree> open)
    {
        if (!old.IsFolder || now is not { IsFolder: true })
            return [new SignatureRemoval(old.IsFolder ? old.Name : "", path)];
        var signatures = open(now).Entries.Where(IsSignature).Select(KeyOf).ToHashSet();
        return Gone(path, old, now, open).Where(gone => !IsSignature(gone.Old) || !signatures.Contains(KeyOf(gone.Old)))
            .SelectMany(gone => gone is { Old.IsFolder: true, Now.IsFolder: true } ? Gone(gone.Path, gone.Old, gone.Now, open) : [gone])
            .Select(gone => new SignatureRemoval(old.Name, gone.Path));
    }

    private static bool IsSignature(GitEntry entry) => entry.IsFile && entry.Name.EndsWith(".asc", StringComparison.Ordinal);

    private static (string Manifest, string Id) KeyOf(GitEntry signature) => (signature.Name.Split('.')[0], signature.Id);

    /// <summary>The entries of a folder that are not there any more, or are something else.</summary>
    private static IEnumerable<(string Path, GitEntry Old, GitEntry? Now)> Gone(string path, GitEntry folder, GitEntry? now, Func<GitEntry, GitTree> open) =>
        GitTree.Differences(open(folder), now is { IsFolder: true } ? open(now) : GitTree.Empty)
            .Where(change => change.Before is not null && !Stays(change.Before, change.After)).Select(change => ($"{path}/{change.Before!.Name}", change.Before, change.After));

    private static bool Stays(GitEntry old, GitEntry? now) => now is not null && old.Id == now.Id && (old.Mode == now.Mode || (old.IsFile && now.IsFile));
}
