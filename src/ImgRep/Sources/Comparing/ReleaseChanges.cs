using System.Collections.Immutable;

namespace ImgRep.Sources.Comparing;

public enum ChangeKind
{
    New,
    Changed,
    Gone,
}

/// <param name="Path">As <see cref="SourcePath"/> writes it.</param>
public sealed record FileChange(ChangeKind Kind, string Path, FileRole Role, FileNature Nature);

/// <summary>In what the files of two releases of a project differ: what to read before the later one is used.</summary>
public static class ReleaseChanges
{
    /// <summary>First what no person can have written, then what a build runs, then what it compiles; sorted by path.</summary>
    public static ImmutableArray<FileChange> Between(IReadOnlyDictionary<string, SourceFile> before, IReadOnlyDictionary<string, SourceFile> after)
    {
        var changes = new List<FileChange>();
        foreach (var (path, file) in after)
        {
            if (!before.TryGetValue(path, out var old))
                changes.Add(Change(ChangeKind.New, path, file));
            else if (old.Digest != file.Digest || old.IsLink != file.IsLink || old.IsExecutable != file.IsExecutable)
                changes.Add(Change(ChangeKind.Changed, path, file));
        }
        changes.AddRange(before.Where(file => !after.ContainsKey(file.Key)).Select(file => Change(ChangeKind.Gone, file.Key, file.Value)));
        return [.. changes.OrderByDescending(one => one.Nature).ThenBy(one => one.Role).ThenBy(one => one.Path, StringComparer.Ordinal)];
    }

    private static FileChange Change(ChangeKind kind, string path, SourceFile file) =>
        new(kind, path, FileRoles.Of(path, file.IsExecutable), FileNatures.Of(path, file));
}
