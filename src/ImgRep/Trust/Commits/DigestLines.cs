using System.Text;

namespace ImgRep.Trust.Commits;

/// <summary>The lines of <c>digests</c>, each a package and its digest.</summary>
public static class DigestLines
{
    /// <summary>Those that a commit writes and its parent does not have.</summary>
    public static IReadOnlySet<string> Added(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var added = Encoding.Latin1.GetString(after).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        added.ExceptWith(Among(before, added));
        return added;
    }

    /// <summary>Those of some lines that stand in a file.</summary>
    public static IReadOnlySet<string> Among(ReadOnlySpan<byte> file, IReadOnlySet<string> lines)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var known = lines.ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var line in Encoding.Latin1.GetString(file).AsSpan().EnumerateLines())
        {
            if (known.TryGetValue(line, out var there))
                found.Add(there);
        }
        return found;
    }
}
