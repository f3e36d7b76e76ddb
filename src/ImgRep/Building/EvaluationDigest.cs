using System.Collections.Immutable;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>A hash of everything that the stages of a Containerfile come to: their steps with every variable expanded and what each can
/// see, and their configurations, images taken to set nothing. Two readers that disagree about a file disagree about this.</summary>
public sealed class EvaluationDigest
{
    private readonly KeyBuilder key = new("evaluation");
    private ImmutableSortedDictionary<string, string>? environment;

    private EvaluationDigest() { }

    public static Digest Compute(Containerfile file) => Compute(file, StageEvaluator.EvaluateAll(file, ParseOptions.Default));

    /// <param name="stages">All stages of the file, evaluated with what each step can see.</param>
    internal static Digest Compute(Containerfile file, ImmutableArray<EvaluatedStage> stages)
    {
        var digest = new EvaluationDigest();
        foreach (var needed in StageReferences.ReachableStages(file))
        {
            digest.key.Add("stage", needed.Base);
            digest.Add(stages[needed.Index]);
        }
        return digest.key.ToKey();
    }

    private void Add(EvaluatedStage stage)
    {
        foreach (var step in stage.Steps)
            Add(step);
        Add(stage.Config);
    }

    private void Add(Step step)
    {
        switch (step.Instruction)
        {
            case RunInstruction run:
                key.Add("run", run.Command.WithShell(step.Shell)).Add("network", $"{run.Network} {run.Security}");
                key.Add("mounts", run.Mounts.Select(mount => $"{mount with { Span = null }}"));
                Add(run.HereDocuments);
                break;
            case CopyInstruction copy:
                key.Add("copy", $"{copy.From} {copy.Parents}");
                Add(copy);
                break;
            case AddInstruction add:
                key.Add("add", $"{add.Checksum} {add.Unpack} {add.KeepGitDir}");
                Add(add);
                break;
            case WorkdirInstruction workdir:
                key.Add("workdir", workdir.Path);
                break;
        }
        key.Add("user", step.User).Add("directory", step.WorkingDirectory);
        // Most steps see what the one before them saw, which is then the same object.
        if (ReferenceEquals(environment, step.Environment))
            return;
        environment = step.Environment;
        key.Add("environment", new KeyBuilder("environment").Add("variables", environment).ToKey());
    }

    private void Add(TransferInstruction transfer)
    {
        key.Add("sources", transfer.Sources).Add("destination", transfer.Destination).Add("exclude", transfer.Exclude);
        key.Add("owner", transfer.Owner).Add("mode", transfer.Mode).Add("link", $"{transfer.Link}");
        Add(transfer.Files);
    }

    private void Add(ImmutableArray<HereDocument> documents) =>
        key.Add("documents", documents.SelectMany(document => (string[])[document.Name, document.Content]));

    private void Add(StageConfig config)
    {
        key.Add("entry point", config.Entrypoint ?? []).Add("command", config.Cmd ?? []);
        key.Add("user", config.User).Add("directory", config.WorkingDirectory).Add("signal", config.StopSignal);
        key.Add("variables", config.Env).Add("labels", config.Labels);
        key.Add("ports", config.ExposedPorts).Add("volumes", config.Volumes);
    }
}
