using ImgRep.Files.Tar;
using ImgRep.Primitives;

namespace ImgRep.Sources.Comparing;

/// <summary>The files of a source archive by their paths below its top folder. Nothing is unpacked.</summary>
public static class ArchiveListing
{
    private const int AnyExecute = 0b001_001_001;

    /// <param name="isBinary">Whether the bytes of an entry are no text; null where that is of no interest.</param>
    /// <param name="archive">Its name, for messages.</param>
    /// <param name="hasTop">Whether it has a top folder, as releases do; the tree of a commit has none.</param>
    /// <exception cref="RejectedInputException">It is malformed, leads out of its folder, or holds what no source has.</exception>
    public static Dictionary<string, SourceFile> Read(IEnumerable<TarEntry> entries, string archive, Func<TarEntry, bool>? isBinary = null, bool hasTop = true)
    {
        var files = new Dictionary<string, SourceFile>(StringComparer.Ordinal);
        var top = hasTop ? null : "";
        foreach (var entry in entries)
        {
            var path = PathOf(entry, archive);
            if (path.Length == 0)
                continue;
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            top ??= slash < 0 ? path : path[..slash];
            if (entry.Kind == TarEntryKind.Directory)
                continue;
            // What comes later of the same name is what an unpacked archive has. What stands beside the top folder keeps its whole path.
            files[Below(top, path)] = FileOf(entry, files, top, archive, isBinary);
        }
        return files;
    }

    private static string Below(string top, string path) => top.Length == 0 ? path : path.StartsWith(top + "/", StringComparison.Ordinal) ? path[(top.Length + 1)..] : "/" + path;

    private static SourceFile FileOf(
        TarEntry entry, Dictionary<string, SourceFile> files, string top, string archive, Func<TarEntry, bool>? isBinary) => entry.Kind switch
        {
            TarEntryKind.File => new SourceFile(entry.Digest!, false, (entry.Metadata.Mode & AnyExecute) != 0, isBinary?.Invoke(entry) == true),
            TarEntryKind.Symlink => new SourceFile(Digest.Compute(entry.Target.AsSpan()), true, false),
            TarEntryKind.HardLink => files.TryGetValue(Below(top, Normal(entry.Target.AsSpan(), entry, archive)), out var target) ? target
                : throw Refuse(archive, $"{entry} is a link to nothing before it"),
            _ => throw Refuse(archive, $"{entry} is no file, folder or link"),
        };

    private static string PathOf(TarEntry entry, string archive) => Normal(entry.Name.AsSpan(), entry, archive);

    private static string Normal(ReadOnlySpan<byte> name, TarEntry entry, string archive)
    {
        var parts = SourcePath.Escape(name).Split('/').Where(part => part is not ("" or ".")).ToList();
        return parts.Contains("..") ? throw Refuse(archive, $"{entry} leads out of its folder") : string.Join('/', parts);
    }

    private static RejectedInputException Refuse(string archive, string message) =>
        new(Diagnostic.Error(SourceSpan.Whole(archive), "source-archive", message, "such an archive is no release: look where it comes from"));
}
