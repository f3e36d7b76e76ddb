using System.Collections.Immutable;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;

namespace ImgRep.Building.Lowering;

/// <summary>A package as every OCI builder builds it, old or new: no network, no images, no instruction that only some know.</summary>
/// <param name="Containerfile">The text; its last stage has the tree of the image.</param>
/// <param name="Files">All that its COPY and ADD take.</param>
/// <param name="Config">What the image's configuration says; never taken from a builder.</param>
/// <param name="Leftovers">Where builders may leave empty files and folders in the last tree that they have mounted something over.</param>
public sealed record LoweredPackage(
    string Containerfile, ImmutableArray<LoweredFile> Files, StageConfig Config, ImmutableArray<ImmutableArray<FileName>> Leftovers)
{
    /// <summary>The tree that a builder gave, without what it left of its own.</summary>
    public FileTree WithoutLeftovers(FileTree tree)
    {
        // What lies deepest first: a folder is empty only when what was left in it is gone.
        foreach (var path in Leftovers.OrderByDescending(path => path.Length))
        {
            if (tree.Find(path.AsSpan()) is FileNode { Content.Length: 0 } or DirectoryNode { Children.IsEmpty: true })
                tree = tree.Without(path.AsSpan());
        }
        return tree;
    }
}
