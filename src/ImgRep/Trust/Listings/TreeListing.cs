using System.Collections.Immutable;
using System.Text;
using ImgRep.Building;
using ImgRep.Primitives;

namespace ImgRep.Trust.Listings;

/// <summary>The files of an image in few bytes: each folder is known by the hash of its lines, and as many are open as there is room for, level by level in
/// the order of their paths. Whoever has an open folder computes the hash of it, so that any two listings can be compared as deep as both are open.</summary>
/// <param name="Entries">How many entries the image has in all.</param>
/// <param name="Root">The hash of the lines of its topmost folder.</param>
/// <param name="Folders">The entries of the open folders, by path: <c>/</c>, <c>/usr</c>, names as <see cref="ListedName"/> has them.</param>
public sealed record TreeListing(long Entries, Digest Root, ImmutableDictionary<string, ImmutableArray<ListedEntry>> Folders)
{
    public const string Top = "/";

    /// <summary>The path of an entry of a folder.</summary>
    public static string PathOf(string folder, ListedEntry entry) => $"{(folder == Top ? "" : folder)}/{ListedName.Escape(entry.Name.Bytes)}";

    /// <summary>The open folders, in the order in which they are written: level by level, by their paths.</summary>
    public IEnumerable<string> Open() => OpenIn(Folders.ContainsKey);

    /// <summary>What a folder is known by.</summary>
    public static Digest HashOf(IEnumerable<ListedEntry> entries) => Digest.Compute(Encoding.ASCII.GetBytes(Text(entries)));

    /// <summary>The lines of a folder.</summary>
    internal static string Text(IEnumerable<ListedEntry> entries) => string.Concat(entries.Select(entry => $"{entry}\n"));

    /// <summary>Why the folders do not fit together, in words; null if they do.</summary>
    internal string? Problem()
    {
        var reached = 0;
        foreach (var folder in Open())
        {
            reached++;
            var entries = Folders[folder];
            for (var index = 1; index < entries.Length; index++)
            {
                if (entries[index - 1].Name >= entries[index].Name)
                    return $"the entries of {folder} are out of order";
            }
            foreach (var entry in entries.Where(entry => entry.Kind == 'd' && Folders.ContainsKey(PathOf(folder, entry))))
            {
                if (Folders[PathOf(folder, entry)] is var inside && (HashOf(inside) != entry.Hash || inside.Length != entry.Size))
                    return $"{PathOf(folder, entry)} has other entries than its line says";
            }
        }
        if (Folders.TryGetValue(Top, out var top) && HashOf(top) != Root)
            return "the topmost folder has other entries than the hash says";
        return reached == Folders.Count ? null : "a folder is open that no open folder has";
    }

    private IEnumerable<string> OpenIn(Func<string, bool> isOpen)
    {
        var level = isOpen(Top) ? [Top] : new List<string>();
        while (level.Count > 0)
        {
            foreach (var folder in level)
                yield return folder;
            level = [.. level.SelectMany(folder => Folders[folder].Where(entry => entry.Kind == 'd').Select(entry => PathOf(folder, entry))).Where(isOpen)];
        }
    }
}
