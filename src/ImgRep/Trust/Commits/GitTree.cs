using System.Collections.Immutable;
using System.Text;

namespace ImgRep.Trust.Commits;

/// <summary>One entry of a tree.</summary>
/// <param name="Mode">As git writes it: <c>40000</c> for a folder, <c>100644</c> or <c>100755</c> for a file, <c>120000</c>, <c>160000</c>.</param>
public sealed record GitEntry(string Name, string Mode, string Id)
{
    public bool IsFolder => Mode == "40000";

    public bool IsFile => Mode is "100644" or "100755";
}

/// <summary>A folder as git stores it: entries in git's order, no name twice, none that could leave the folder.</summary>
public sealed record GitTree(ImmutableArray<GitEntry> Entries)
{
    /// <summary>In bytes: some hundred thousand entries.</summary>
    public const int Largest = 32 << 20;

    public static GitTree Empty { get; } = new([]);

    public GitEntry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name);

    /// <param name="idLength">Of an object's name, in bytes.</param>
    /// <exception cref="MalformedObjectException">It is not in the form that git writes.</exception>
    public static GitTree Parse(ReadOnlySpan<byte> bytes, int idLength)
    {
        var entries = ImmutableArray.CreateBuilder<GitEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var last = "";
        while (!bytes.IsEmpty)
        {
            var (blank, end) = (bytes.IndexOf((byte)' '), bytes.IndexOf((byte)0));
            if (blank < 0 || end < blank || bytes.Length - end - 1 < idLength)
                throw new MalformedObjectException("it is truncated");
            var name = Encoding.Latin1.GetString(bytes[(blank + 1)..end]);
            var entry = new GitEntry(name, Encoding.Latin1.GetString(bytes[..blank]), Convert.ToHexStringLower(bytes.Slice(end + 1, idLength)));
            // Git compares names as though those of folders ended with a slash.
            var key = entry.IsFolder ? name + "/" : name;
            if (name is "" or "." or ".." || name.Equals(".git", StringComparison.OrdinalIgnoreCase) || name.Contains('/', StringComparison.Ordinal)
                || !names.Add(name) || string.CompareOrdinal(last, key) >= 0)
            {
                throw new MalformedObjectException("a name in it is not allowed, there twice, or out of order");
            }
            if (!entry.IsFolder && !entry.IsFile && entry.Mode is not ("120000" or "160000"))
                throw new MalformedObjectException("a mode in it is none of git's");
            entries.Add(entry);
            last = key;
            bytes = bytes[(end + 1 + idLength)..];
        }
        return new GitTree(entries.ToImmutable());
    }

    /// <summary>The entries that two trees do not share, in the order of their names; null where one has none.</summary>
    public static IEnumerable<(GitEntry? Before, GitEntry? After)> Differences(GitTree before, GitTree after)
    {
        var old = before.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (var entry in after.Entries)
        {
            old.Remove(entry.Name, out var previous);
            if (previous != entry)
                yield return (previous, entry);
        }
        foreach (var entry in before.Entries.Where(entry => old.ContainsKey(entry.Name)))
            yield return (entry, null);
    }
}
