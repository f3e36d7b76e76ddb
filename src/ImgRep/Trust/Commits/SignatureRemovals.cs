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
        return old.IsFolder ? Gone(Folder, old, after.Find(Folder), open).SelectMany(gone => (gone.Old.Name, gone.Old.IsFolder) switch
        {
            ("imgrep", true) => Gone(gone.Path, gone.Old, gone.Now, open).SelectMany(image => OfImage(image.Path, image.Old, image.Now, open)),
            ("images" or "manifests", true) => Gone(gone.Path, gone.Old, gone.Now, open).SelectMany(person => OfPerson(person.Path, person.Old, person.Now, open)),
            _ => [new SignatureRemoval("", gone.Path)],
        }) : [new SignatureRemoval("", Folder)];
    }

    /// <summary>Signatures of an image that have numbers may change them, which closes gaps.</summary>
    private static IEnumerable<SignatureRemoval> OfImage(string path, GitEntry old, GitEntry? now, Func<GitEntry, GitTree> open)
    {
        if (!old.IsFolder || now is not { IsFolder: true })
            return [new SignatureRemoval("", path)];
        var kept = open(now).Entries.Where(entry => entry.IsFile).Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        return Gone(path, old, now, open).Where(gone => !gone.Old.IsFile || !kept.Contains(gone.Old.Id)).Select(gone => new SignatureRemoval("", gone.Path));
    }

    private static IEnumerable<SignatureRemoval> OfPerson(string path, GitEntry old, GitEntry? now, Func<GitEntry, GitTree> open) =>
        !old.IsFolder || now is not { IsFolder: true } ? [new SignatureRemoval(old.IsFolder ? old.Name : "", path)]
        : Gone(path, old, now, open).SelectMany(gone => gone is { Old.IsFolder: true, Now.IsFolder: true } ? Gone(gone.Path, gone.Old, gone.Now, open) : [gone])
            .Select(gone => new SignatureRemoval(old.Name, gone.Path));

    /// <summary>The entries of a folder that are not there any more, or are something else.</summary>
    private static IEnumerable<(string Path, GitEntry Old, GitEntry? Now)> Gone(string path, GitEntry folder, GitEntry? now, Func<GitEntry, GitTree> open) =>
        GitTree.Differences(open(folder), now is { IsFolder: true } ? open(now) : GitTree.Empty)
            .Where(change => change.Before is not null && !Stays(change.Before, change.After)).Select(change => ($"{path}/{change.Before!.Name}", change.Before, change.After));

    private static bool Stays(GitEntry old, GitEntry? now) => now is not null && old.Id == now.Id && (old.Mode == now.Mode || (old.IsFile && now.IsFile));
}
