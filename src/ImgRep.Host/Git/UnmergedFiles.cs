using ImgRep.Host.Checkouts;
using ImgRep.Host.Git.Objects;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Git;

/// <summary>One side of a file that git could not merge.</summary>
/// <param name="Path">Relative to the tree.</param>
internal sealed record UnmergedFile(string Path, byte[] Bytes);

/// <summary>What a merge that is not done yet has put aside in git's index: both sides of each file that it could not merge.</summary>
internal static class UnmergedFiles
{
    /// <param name="folder">Below which to look.</param>
    /// <returns>Nothing where the tree is no repository, or nothing is being merged.</returns>
    public static List<UnmergedFile> Read(Checkout tree, string folder, int largest, CancellationToken cancellation)
    {
        if (GitProgram.Run(tree.Root, cancellation, "ls-files", "--unmerged", "-z", "--", folder) is not (0, { Length: > 0 } list, _))
            return [];
        var files = new List<UnmergedFile>();
        using var objects = new GitObjects(tree.Root, cancellation);
        foreach (var entry in list.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            // MODE ID STAGE, a tab, the path; stage 1 is what both sides began with.
            if (entry.Split('\t', 2) is [var head, var path] && head.Split(' ') is [_, var id, "2" or "3"] && ReadOrNull(objects, id, largest) is { } bytes)
                files.Add(new UnmergedFile(path, bytes));
        }
        return files;
    }

    private static byte[]? ReadOrNull(GitObjects objects, string id, int largest)
    {
        try
        {
            return objects.Read(id, "blob", largest);
        }
        catch (MalformedObjectException)
        {
            // Too large for what is asked for, or no file: not ours.
            return null;
        }
    }
}
