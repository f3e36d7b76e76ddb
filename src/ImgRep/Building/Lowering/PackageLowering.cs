using System.Globalization;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Building.Lowering;

/// <summary>
/// Writes a package again for builders that know less than the Containerfile asks for, or something else by it. Images become stages
/// filled by a tar, sources become local files. As long as nothing ran in a stage, what its COPY and ADD do is known: it is done
/// here, and the result is added as a tar. Only RUN, and COPY of what a RUN made, are left to the builder.
/// </summary>
public sealed class PackageLowering
{
    private readonly LoweringInputs inputs;
    private readonly StageNaming names;
    private readonly List<string> blocks = [];
    private readonly Dictionary<string, LoweredFile> files = [];
    private readonly Dictionary<int, LoweredStage> stages = [];
    private readonly Dictionary<ReferenceTarget, LoweredStage> images = [];
    private int steps;

    private PackageLowering(LoweringInputs inputs)
    {
        this.inputs = inputs;
        names = new StageNaming(inputs.Containerfile);
    }

    /// <exception cref="RejectedInputException">It asks for what not every builder can do; the message says what and why.</exception>
    public static LoweredPackage Lower(LoweringInputs inputs) => new PackageLowering(inputs).Lower();

    internal LoweringInputs Inputs => inputs;

    /// <summary>What a FROM, <c>--from</c> or <c>from=</c> names.</summary>
    internal LoweredStage Open(ReferenceTarget target)
    {
        switch (target)
        {
            case StageTarget stage:
                return stages[stage.Index];
            case ScratchTarget:
                return LoweredStage.Create("scratch", FileTree.Empty, StageConfig.Empty);
            case var image when images.TryGetValue(image, out var known):
                return known;
        }
        var opened = inputs.OpenImage(target);
        var path = ImagePath(target);
        var name = NewStage(path.Replace('/', '-'), $"{(target is SeedTarget ? "seed" : "image")} {path}, layer {opened.Layer}",
            new LoweredLayer($"{path}.tar", opened.Layer), opened.Tree);
        return images[target] = LoweredStage.Create(name, opened.Tree, opened.Config);
    }

    /// <summary>The context as a stage, for what must be mounted from it.</summary>
    internal LoweredStage OpenContext()
    {
        if (!images.TryGetValue(new ContextTarget(), out var stage))
        {
            var name = NewStage("context", "the package's folder", new LoweredTree("context.tar", inputs.Context), inputs.Context);
            images.Add(new ContextTarget(), stage = LoweredStage.Create(name, inputs.Context, StageConfig.Empty));
        }
        return stage;
    }

    /// <summary>A stage that holds a tree which the Containerfile has no stage for.</summary>
    internal string NewStage(string name, string comment, FileTree tree) => NewStage(name, comment, new LoweredTree(NextPath(), tree), tree);

    /// <summary>A stage of the instructions that <paramref name="write"/> gives.</summary>
    internal string NewStage(string name, string comment, Action<LoweredText, string> write)
    {
        var text = new LoweredText();
        var given = names.New(name);
        text.Comment(comment);
        write(text, given);
        blocks.Add(text.ToString());
        return given;
    }

    /// <returns>Its path in the context.</returns>
    internal string AddFile(LoweredFile file)
    {
        files.TryAdd(file.Path, file);
        return file.Path;
    }

    /// <summary>Where the next tar of a step lies.</summary>
    internal string NextPath() => string.Create(CultureInfo.InvariantCulture, $"steps/{++steps:00}.tar");

    private LoweredPackage Lower()
    {
        var reachable = StageReferences.ReachableStages(inputs.Containerfile);
        foreach (var stage in reachable)
        {
            var text = new LoweredText();
            stages[stage.Index] = new StageLowering(this, text).Lower(stage, names.NameOf(stage));
            blocks.Add(text.ToString());
        }
        var last = stages[reachable[^1].Index];
        if (StageReferences.BaseOf(inputs.Containerfile, reachable[^1]) is not ScratchTarget)
            Flatten(last);
        return new LoweredPackage(
            string.Join('\n', blocks), [.. files.Values], last.Config, [.. last.Leftovers.Select(path => FileTree.Split(path))]);
    }

    /// <summary>What builders give of a last stage that starts from another one can be several layers.</summary>
    private void Flatten(LoweredStage last) => NewStage("image", "the tree of the image, in one layer", (text, _) =>
    {
        text.From("scratch", null);
        text.Copy($"--from={last.Name} ", ["/", "/"]);
    });

    private string NewStage(string name, string comment, LoweredFile file, FileTree tree) => NewStage(name, comment, (text, given) =>
    {
        text.From("scratch", given);
        // An empty tar looks like no tar to builders, and would be copied.
        if (!tree.Root.Children.IsEmpty)
            text.Add(AddFile(file));
    });

    private static string ImagePath(ReferenceTarget target) => target switch
    {
        SeedTarget seed => $"seed/{seed.Name}",
        PackageTarget { Pinned: { } pinned } package => $"{package.Repository}-{pinned.Hex[..12]}",
        PackageTarget package => package.Repository,
        _ => "image",
    };
}
