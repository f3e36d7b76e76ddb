using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Checkouts;

/// <summary>Files that are new in a tree: all of them, or none. Nothing that is there is ever replaced.</summary>
internal sealed class NewFiles(Checkout tree) : IDisposable
{
    private readonly List<string> made = [];
    private bool isKept;

    /// <summary>Writes a file that is not there yet.</summary>
    /// <exception cref="RejectedInputException">There is something of that name.</exception>
    public void Create(string path, ReadOnlySpan<byte> bytes)
    {
        if (!DurableFile.TryCreate(tree, path, bytes))
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(path), "exists", "it is there already, and nothing is replaced", "rename it, or remove it"));
        made.Add(path);
    }

    /// <summary>What was written stays.</summary>
    public void Keep() => isKept = true;

    public void Dispose()
    {
        foreach (var path in isKept ? [] : made)
        {
            var full = Path.Combine(tree.Root, path);
            Disk.TryDelete(full);
            RemoveEmpty(Path.GetDirectoryName(full)!);
        }
    }

    private void RemoveEmpty(string folder)
    {
        try
        {
            for (var empty = folder; empty != tree.Root; empty = Path.GetDirectoryName(empty)!)
                Disk.DeleteEmptyFolder(empty);
        }
        catch (EnvironmentException)
        {
            // Others have files there.
        }
    }
}
