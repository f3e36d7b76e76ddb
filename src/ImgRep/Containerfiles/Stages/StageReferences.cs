using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Stages;

/// <summary>What stages need: the edges that a plan is made of.</summary>
public static class StageReferences
{
    private const string SeedPrefix = "seed/";

    /// <summary>The references of a stage in the order of its instructions, FROM first.</summary>
    public static ImmutableArray<StageReference> Collect(Containerfile file, Stage stage)
    {
        var references = ImmutableArray.CreateBuilder<StageReference>();
        references.Add(new StageReference(file.Locate(stage.From, stage.From.Image), stage.From, BaseOf(file, stage)));
        foreach (var instruction in stage.Instructions)
        {
            switch (instruction)
            {
                case CopyInstruction { From: { } from }:
                    references.Add(new StageReference(file.Locate(instruction, from), instruction, Resolve(file, from, allowIndex: true)));
                    break;
                case CopyInstruction { Sources.IsEmpty: false }:
                case AddInstruction add when add.Sources.Any(source => AddSource.KindOf(source) == AddSourceKind.Context):
                    references.Add(new StageReference(instruction.Span, instruction, new ContextTarget()));
                    break;
                case RunInstruction run:
                    references.AddRange(run.Mounts.Select(mount => OfMount(file, run, mount)).OfType<StageReference>());
                    break;
            }
        }
        return references.DrainToImmutable();
    }

    /// <summary>What a stage starts from: an earlier stage if one has that name, else what the name says.</summary>
    public static ReferenceTarget BaseOf(Containerfile file, Stage stage) =>
        file.Names.LastBefore(stage.Base, stage.Index) is { } index ? new StageTarget(index) : ResolveName(stage.Base);

    /// <summary>The stages that a target needs, itself included, in the order of the file.</summary>
    /// <param name="target">Null for the last stage.</param>
    public static ImmutableArray<Stage> ReachableStages(Containerfile file, Stage? target = null)
    {
        var reached = new bool[file.Stages.Length];
        var open = new Stack<int>([(target ?? file.Stages[^1]).Index]);
        while (open.TryPop(out var index))
        {
            if (reached[index])
                continue;
            reached[index] = true;
            foreach (var reference in Collect(file, file.Stages[index]))
            {
                if (reference.Target is StageTarget needed && needed.Index < reached.Length)
                    open.Push(needed.Index);
            }
        }
        return [.. file.Stages.Where(stage => reached[stage.Index])];
    }

    /// <summary>The stages that the last one does not need, which nobody builds, in the order of the file.</summary>
    public static IEnumerable<Stage> UnreachableStages(Containerfile file) => file.Stages.Except(ReachableStages(file));

    /// <summary>The stage that a name or an index means, as <c>--target</c> gives it; null if there is none.</summary>
    public static Stage? FindStage(Containerfile file, string nameOrIndex) =>
        Resolve(file, nameOrIndex, allowIndex: true) is StageTarget { Index: >= 0 } found && found.Index < file.Stages.Length ? file.Stages[found.Index] : null;

    /// <summary>Reports what refers to stages that are not there yet, or never.</summary>
    internal static void Check(Containerfile file, List<Diagnostic> diagnostics)
    {
        foreach (var stage in file.Stages)
        {
            foreach (var reference in Collect(file, stage))
            {
                if (Problem(file, stage, reference) is var (message, hint))
                    diagnostics.Add(new Diagnostic(reference.Span, Rules.StageReference, message, hint));
            }
        }
    }

    private static (string Message, string Hint)? Problem(Containerfile file, Stage stage, StageReference reference)
    {
        if (reference.Instruction is CopyInstruction { From: { } from } && from.AsSpan().ContainsAny("$\\'\""))
            return ($"--from={from} cannot hold a variable", "name a stage: FROM ${IMAGE} AS base, then --from=base");
        return reference.Target switch
        {
            StageTarget { Index: var index } when index < 0 || index >= file.Stages.Length =>
                ($"there is no stage {index}", file.Stages.Length == 1 ? "the file has only stage 0" : $"stages count from 0 to {file.Stages.Length - 1}"),
            StageTarget { Index: var index } when index == stage.Index => ("a stage cannot take files from itself", "use RUN cp"),
            StageTarget { Index: var index } when index > stage.Index =>
                ($"the stage '{file.Stages[index].Name ?? index.ToString(CultureInfo.InvariantCulture)}' comes later in the file", "move it before this stage"),
            ImageTarget { Reference: var name } when ImageReference.TryParse(name) is null && reference.Instruction is not FromInstruction =>
                ($"'{name}' is neither a stage nor the name of an image", NearestStage(file, name)),
            _ => null,
        };
    }

    private static string NearestStage(Containerfile file, string name) =>
        NearestName.Find(name, file.Stages.Select(stage => stage.Name).OfType<string>()) is { } nearest ? $"did you mean {nearest}?"
            : "name an earlier stage with FROM ... AS NAME";

    private static StageReference? OfMount(Containerfile file, RunInstruction run, Mount mount) => mount switch
    {
        { Type: MountType.Tmpfs or MountType.Secret or MountType.Ssh } => null,
        { From: { } from } => new StageReference(mount.Span ?? run.Span, run, Resolve(file, from, allowIndex: false)),
        { Type: MountType.Bind } => new StageReference(mount.Span ?? run.Span, run, new ContextTarget()),
        _ => null,
    };

    /// <summary>Of several stages with one name the last counts, whatever the case of its letters.</summary>
    public static ReferenceTarget Resolve(Containerfile file, string name, bool allowIndex)
    {
        if (allowIndex && int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            return new StageTarget(index);
        return file.Names.LastBefore(name.ToLowerInvariant(), file.Stages.Length) is { } found ? new StageTarget(found) : ResolveName(name);
    }

    private static ReferenceTarget ResolveName(string name)
    {
        if (name == "scratch")
            return new ScratchTarget();
        if (name.StartsWith(SeedPrefix, StringComparison.Ordinal))
            return new SeedTarget(name[SeedPrefix.Length..]);
        if (!name.StartsWith(PackageTarget.Namespace, StringComparison.Ordinal) || ImageReference.TryParse(name) is not { Tag: null } reference)
            return new ImageTarget(name);
        return new PackageTarget(
            reference.Name[PackageTarget.Namespace.Length..], Digest.TryParse(reference.Digest, out var digest) ? digest : null);
    }
}
