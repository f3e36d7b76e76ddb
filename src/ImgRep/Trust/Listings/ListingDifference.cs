using System.Collections.Immutable;

namespace ImgRep.Trust.Listings;

/// <summary>An entry that two listings do not have alike.</summary>
/// <param name="Path">Its names as listings have them.</param>
/// <param name="Before">Null where only the second has it.</param>
/// <param name="After">Null where only the first has it.</param>
public sealed record ListedChange(string Path, ListedEntry? Before, ListedEntry? After)
{
    /// <summary>Whether it is a file on both sides, with other bytes.</summary>
    public bool IsContent => Before is { Kind: 'f' } && After is { Kind: 'f' } && Before.Hash != After.Hash;

    /// <summary>Whether these other bytes are the same ones in another order.</summary>
    public bool IsOrder => IsContent && Before!.Size == After!.Size && Before.Bytes == After.Bytes;

    /// <summary>What is different, in words; empty where one side does not have it.</summary>
    public IEnumerable<string> Aspects()
    {
        if (Before is null || After is null)
            yield break;
        if (Before.Kind != After.Kind)
        {
            yield return $"{Before.Noun} -> {After.Noun}";
            yield break;
        }
        if (Before.Size != After.Size && Before.Kind == 'f')
            yield return $"{Before.Size} -> {After.Size} bytes";
        else if (Before.Hash != After.Hash && Before.Kind != 'd')
            yield return Before.Kind != 'f' ? "leads elsewhere" : IsOrder ? $"the same {Before.Size} bytes in another order" : $"other bytes, {Before.Size} of them on both sides";
        if (Before.Mode != After.Mode)
            yield return $"mode {Files.Modes.ToOctal(Before.Mode)} -> {Files.Modes.ToOctal(After.Mode)}";
        if ((Before.Owner, Before.Group) != (After.Owner, After.Group))
            yield return $"owner {Before.Owner}:{Before.Group} -> {After.Owner}:{After.Group}";
        if (Before.Attributes != After.Attributes)
            yield return "other extended attributes";
    }
}

/// <summary>In what two listings differ.</summary>
/// <param name="Closed">Folders that differ, and that one of the listings does not open.</param>
/// <param name="Same">How many files, and folders with something in them, are seen to be alike.</param>
public sealed record ListingDifference(ImmutableArray<ListedChange> Changes, ImmutableArray<string> Closed, int Same)
{
    public static ListingDifference Between(TreeListing before, TreeListing after)
    {
        var (changes, closed, same) = (ImmutableArray.CreateBuilder<ListedChange>(), ImmutableArray.CreateBuilder<string>(), 0);
        if (before.Root != after.Root)
            Compare(TreeListing.Top);
        return new ListingDifference(changes.ToImmutable(), closed.ToImmutable(), same);

        void Compare(string folder)
        {
            if (!before.Folders.TryGetValue(folder, out var left) || !after.Folders.TryGetValue(folder, out var right))
            {
                closed.Add(folder);
                return;
            }
            var (first, second) = (left.ToDictionary(entry => entry.Name), right.ToDictionary(entry => entry.Name));
            foreach (var name in first.Keys.Union(second.Keys).Order())
            {
                var change = new ListedChange(
                    TreeListing.PathOf(folder, first.GetValueOrDefault(name) ?? second[name]), first.GetValueOrDefault(name), second.GetValueOrDefault(name));
                if (change.Before == change.After)
                {
                    same += change.Before is { Kind: 'f' } or { Kind: 'd', Size: > 0 } ? 1 : 0;
                    continue;
                }
                if (change.Before is null || change.After is null || change.Aspects().Any())
                    changes.Add(change);
                if (change is { Before.Kind: 'd', After.Kind: 'd' } && change.Before.Hash != change.After.Hash)
                    Compare(change.Path);
            }
        }
    }
}
