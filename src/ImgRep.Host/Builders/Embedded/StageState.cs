using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>Where a stage stands between two steps.</summary>
/// <param name="Tree">What its file system holds now.</param>
/// <param name="OnDisk">What <paramref name="Layers"/> give together: the tree as of the last RUN. Later copies are in memory only.</param>
/// <param name="Layers">Layers that exist on disk or can be made, the lowest first.</param>
/// <param name="Key">What <paramref name="OnDisk"/> was made from.</param>
internal sealed record StageState(FileTree Tree, FileTree OnDisk, ImmutableArray<LayerSource> Layers, Digest Key)
{
    public static StageState Scratch { get; } = new(FileTree.Empty, FileTree.Empty, [], new KeyBuilder("scratch").ToKey());

    /// <summary>The hash of the results of all RUNs so far: of one and the same key another result is possible.</summary>
    public Digest ComputeResults() => new KeyBuilder("results")
        .Add("steps", Layers.Select(layer => layer.Snapshot).OfType<Snapshot>().Select(run => LayerListing.DigestOf(run.Layer).ToString())).ToKey();

    /// <summary>A stage that starts from an image.</summary>
    public static StageState Start(FileTree image, Digest layer)
    {
        var key = new KeyBuilder("image").Add("layer", layer).ToKey();
        var content = LayerDirectory.Between(FileTree.Empty, image);
        return new StageState(image, image, [new LayerSource(key, content, null)], key);
    }

    /// <summary>The same stage, with what was copied since the last RUN as a layer of its own.</summary>
    public StageState Settle()
    {
        if (ReferenceEquals(Tree, OnDisk))
            return this;
        var content = LayerDirectory.Between(OnDisk, Tree);
        var key = new KeyBuilder("copy").Add("below", Key).Add("content", LayerListing.DigestOf(content)).ToKey();
        return new StageState(Tree, Tree, Layers.Add(new LayerSource(key, content, null)), key);
    }

    /// <summary>This stage after a RUN.</summary>
    public StageState After(Snapshot run)
    {
        var tree = run.Layer.Over(Tree);
        return new StageState(tree, tree, Layers.Add(new LayerSource(run.Key, run.Layer, run)), run.Key);
    }
}

/// <summary>A layer that a RUN may need below it: already a snapshot, or content from which one is made when it is needed.</summary>
internal sealed record LayerSource(Digest Key, LayerDirectory Content, Snapshot? Snapshot);
