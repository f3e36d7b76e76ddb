using ImgRep.Building.Lowering;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builders.Lowered;

/// <summary>Has packages built by another builder: lowers them, and takes out the tree of their last stage.</summary>
/// <param name="builder">Makes the builder, given a folder for whatever it needs.</param>
/// <param name="slots">How many may build at a time, over all packages.</param>
internal sealed class LoweringBuilder(ContentStore store, Func<string, IImageBuilder> builder, BuilderIdentity identity, SemaphoreSlim slots) : ITreeBuilder
{
    public bool UseCache { get; init; } = true;

    public BuilderIdentity Identity => identity;

    public async Task<BuiltTree> BuildAsync(BuildInputs inputs, StepReport report, BuildLog log, CancellationToken cancellation)
    {
        await slots.WaitAsync(cancellation);
        try
        {
            using var reported = report.Start("image", $"build with {identity}");
            reported.HasRun = true;
            return await BuildAsync(inputs, log, cancellation);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<BuiltTree> BuildAsync(BuildInputs inputs, BuildLog log, CancellationToken cancellation)
    {
        var context = store.Temporary.NewFolder();
        try
        {
            var lowered = await LowerAsync(store, inputs, cancellation);
            await Task.Run(() => new LoweredContext(store, context, share: true, cancellation).Write(lowered, inputs.Options.Platform), cancellation);
            var (tree, state) = await BuildAsync(context, UseCache, log, cancellation);
            // What a builder has in its cache may be what a full disk left.
            for (var attempt = 1; state == DiskState.Unknown && attempt < DiskWatch.Attempts; attempt++)
                (tree, state) = await BuildAsync(context, useCache: false, log, cancellation);
            DiskSpace.Demand(state, store.Root);
            return new BuiltTree(lowered.WithoutLeftovers(tree!), lowered.Config);
        }
        finally
        {
            TemporaryFolders.Remove(context);
        }
    }

    /// <returns>A tree if the disk had room all the time.</returns>
    private async Task<(FileTree? Tree, DiskState State)> BuildAsync(string context, bool useCache, BuildLog log, CancellationToken cancellation)
    {
        var scratch = store.Temporary.NewFolder();
        using var disk = new DiskWatch(store.Root);
        try
        {
            var tar = await builder(scratch).BuildAsync(context, store.Temporary.NewFolder(), useCache, log, cancellation);
            var tree = await Task.Run(() => TreeArchive.Read(tar, identity.ToString()), cancellation);
            return (tree, disk.End());
        }
        catch (BuilderFailedException) when (disk.End() is var state and not DiskState.Spare)
        {
            return (null, state);
        }
        finally
        {
            TemporaryFolders.Remove(scratch);
        }
    }

    public static Task<LoweredPackage> LowerAsync(ContentStore store, BuildInputs inputs, CancellationToken cancellation)
    {
        var adds = new AddStep(inputs, store);
        return Task.Run(
            () => PackageLowering.Lower(new LoweringInputs(
                inputs.Containerfile, inputs.Options, inputs.Context, inputs.Ignored, Open, (tree, step, add) => adds.Apply(tree, step, add, cancellation))),
            cancellation);

        LoweringImage Open(ReferenceTarget target)
        {
            var image = inputs.OpenImage(target).GetAwaiter().GetResult();
            return new LoweringImage(image.Layer, image.Tree, image.Config);
        }
    }
}
