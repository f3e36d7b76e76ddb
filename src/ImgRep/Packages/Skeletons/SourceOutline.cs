using System.Collections.Immutable;
using System.Text;

namespace ImgRep.Packages.Skeletons;

/// <summary>What the names in an archive say of how to build it. They are a stranger's: only plain ones are ever repeated.</summary>
/// <param name="Folder">The one folder that everything lies in; null where there are several, or its name is not plain.</param>
/// <param name="Files">The plain names of what lies directly in that folder.</param>
public sealed record SourceOutline(string? Folder, ImmutableSortedSet<string> Files)
{
    private const int LongestName = 100;

    /// <param name="names">Of the archive's entries.</param>
    public static SourceOutline Read(IEnumerable<ImmutableArray<byte>> names)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        var files = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var parts in names.Select(name => Encoding.Latin1.GetString(name.AsSpan()).Split('/', 4, StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(part => part == ".").ToArray()))
        {
            // Two tell that there are several.
            if (parts.Length > 0 && folders.Count < 2)
                folders.Add(parts.Length == 1 && !IsPlain(parts[0]) ? "" : parts[0]);
            if (parts.Length == 2 && IsPlain(parts[1]) && files.Count < 10_000)
                files.Add(parts[1]);
        }
        return folders.Count == 1 && IsPlain(folders.First()) ? new SourceOutline(folders.First(), files.ToImmutable()) : new SourceOutline(null, []);
    }

    /// <summary>Whether a name means itself in a shell and in a Containerfile.</summary>
    public static bool IsPlain(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0])
            && name.All(character => char.IsAsciiLetterOrDigit(character) || "._+-~".Contains(character, StringComparison.Ordinal));
}
