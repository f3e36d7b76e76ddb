using System.Collections.Immutable;

namespace ImgRep.Files.Differences;

/// <summary>What has to lie over one tree to make it another: the content of an overlay's upper folder.</summary>
/// <param name="Upserts">What is to be there, parents first. A folder says only how it looks itself; folders that did not change are
/// listed where something below them did, for in an overlay the upper one decides.</param>
/// <param name="Removals">What is to be gone, with all below it.</param>
public sealed record TreeLayer(ImmutableArray<TreeLayer.Entry> Upserts, ImmutableArray<ImmutableArray<FileName>> Removals)
{
    public sealed record Entry(ImmutableArray<FileName> Path, TreeNode Node);

    public bool IsEmpty => Upserts.IsEmpty && Removals.IsEmpty;

    public static TreeLayer Between(FileTree before, FileTree after)
    {
        var upserts = ImmutableArray.CreateBuilder<Entry>();
        var removals = ImmutableArray.CreateBuilder<ImmutableArray<FileName>>();
        var parents = new ParentFolders(after, upserts);
        foreach (var change in TreeDifference.Between(before, after))
        {
            parents.Add(change.Path);
            if (change.After is null)
                removals.Add(change.Path);
            else
                upserts.Add(new Entry(change.Path, change.After));
            if (change.After is DirectoryNode)
                parents.Enter(change.Path);
        }
        return new TreeLayer(upserts.ToImmutable(), removals.ToImmutable());
    }

    /// <summary>The folders above the last change that are listed already: changes come depth-first, so one path is enough.</summary>
    private sealed class ParentFolders(FileTree after, ImmutableArray<Entry>.Builder upserts)
    {
        private readonly List<FileName> listed = [];
        private bool isRootListed;

        public void Enter(ImmutableArray<FileName> path)
        {
            isRootListed = true;
            listed.Clear();
            listed.AddRange(path);
        }

        public void Add(ImmutableArray<FileName> path)
        {
            if (path.IsEmpty)
                return;
            if (!isRootListed)
                upserts.Add(new Entry([], after.Root));
            isRootListed = true;
            var shared = 0;
            while (shared < path.Length - 1 && shared < listed.Count && listed[shared] == path[shared])
                shared++;
            listed.RemoveRange(shared, listed.Count - shared);
            for (var depth = shared + 1; depth < path.Length; depth++)
            {
                upserts.Add(new Entry(path[..depth], after.Find(path.AsSpan()[..depth])!));
                listed.Add(path[depth - 1]);
            }
        }
    }
}
