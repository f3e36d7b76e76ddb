using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Expansion;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Stages;

/// <summary>The state of one stage while its instructions are followed in order.</summary>
internal sealed class StageEvaluation
{
    private static readonly ImmutableArray<string> DefaultShell = ["/bin/sh", "-c"];

    private readonly Containerfile file;
    private readonly ParseOptions options;
    private readonly VariableTable globals;
    private readonly VariableTable variables = [];
    private readonly StageWords words;
    private readonly ImmutableArray<Step>.Builder steps = ImmutableArray.CreateBuilder<Step>();
    private readonly List<KeyValuePair<string, string>> env;
    private ImmutableSortedDictionary<string, string>? environment;
    private StageConfig config;
    private CmdInstruction? cmd;
    private EntrypointInstruction? entrypoint;

    public StageEvaluation(Containerfile file, StageConfig baseConfig, ParseOptions options, VariableTable globals, bool isBaseKnown)
    {
        (this.file, this.options, this.globals) = (file, options, globals);
        config = baseConfig;
        env = [.. baseConfig.Env];
        foreach (var (name, value) in baseConfig.Arguments)
        {
            if (value is not null)
                variables[name] = value;
        }
        // Over the arguments: a stage sees its base as an image first, and only then what else the base's stage had set.
        variables["PATH"] = StageConfig.DefaultPath;
        foreach (var (name, value) in baseConfig.Env)
            variables[name] = value;
        words = new StageWords(file, variables, name => config.Arguments.ContainsKey(name), options.SyntaxOnly, isBaseKnown);
    }

    private string WorkingDirectory => config.WorkingDirectory ?? "/";

    private ImmutableArray<string> Shell => config.Shell ?? DefaultShell;

    public EvaluatedStage Run(Stage stage)
    {
        foreach (var instruction in stage.Instructions)
        {
            words.Current = instruction;
            Follow(instruction);
        }
        return new EvaluatedStage(steps.DrainToImmutable(), config with { Env = [.. env] }, words.Diagnostics);
    }

    private void Follow(Instruction instruction)
    {
        switch (instruction)
        {
            case ArgInstruction arg:
                SetArguments(arg);
                break;
            case EnvInstruction variable:
                SetEnvironment(variable);
                break;
            case LabelInstruction label:
                config = config with { Labels = config.Labels.SetItems(ExpandPairs(label.Labels)) };
                break;
            case RunInstruction run:
                AddStep(ExpandRun(run));
                break;
            case CopyInstruction copy:
                AddTransfer(copy);
                break;
            case AddInstruction add:
                AddTransfer(add);
                break;
            case WorkdirInstruction workdir:
                SetWorkingDirectory(workdir);
                break;
            case UserInstruction user:
                config = config with { User = words.Expand(user.User) };
                break;
            case ShellInstruction shell:
                config = config with { Shell = shell.Words };
                break;
            case CmdInstruction command:
                SetCmd(command);
                break;
            case EntrypointInstruction command:
                SetEntrypoint(command);
                break;
            case ExposeInstruction expose:
                config = config with { ExposedPorts = config.ExposedPorts.Union(expose.Ports.SelectMany(ExpandPorts)) };
                break;
            case VolumeInstruction volume:
                config = config with { Volumes = config.Volumes.Union(volume.Paths.Select(ExpandVolume).OfType<string>()) };
                break;
            case StopSignalInstruction signal:
                SetStopSignal(signal);
                break;
        }
    }

    private void SetArguments(ArgInstruction instruction)
    {
        foreach (var argument in instruction.Variables)
        {
            var value = options.BuildArgument(argument.Name)
                ?? (argument.Default is null ? globals.GetValueOrDefault(argument.Name) : words.Expand(argument.Default));
            // Without a value it is the one that the base's stage had, here and in every stage that starts from this one.
            var kept = value ?? config.Arguments.GetValueOrDefault(argument.Name);
            config = config with { Arguments = config.Arguments.SetItem(argument.Name, kept) };
            if (value is not null)
                SetVariable(argument.Name, value);
        }
    }

    private void SetEnvironment(EnvInstruction instruction)
    {
        // All values are expanded before any is set: ENV A=1 B=$A does not see its own A.
        foreach (var (name, value) in ExpandPairs(instruction.Variables))
        {
            var pair = KeyValuePair.Create(name, value);
            var index = env.FindIndex(earlier => earlier.Key == name);
            if (index < 0)
                env.Add(pair);
            else
                env[index] = pair;
            config = config with { Arguments = config.Arguments.Remove(name) };
            SetVariable(name, value);
        }
    }

    private void SetVariable(string name, string value)
    {
        variables[name] = value;
        environment = null;
    }

    private List<KeyValuePair<string, string>> ExpandPairs(ImmutableArray<KeyValuePair<string, string>> pairs)
    {
        var result = new List<KeyValuePair<string, string>>(pairs.Length);
        foreach (var (name, value) in pairs)
            result.Add(KeyValuePair.Create(words.Expand(name), words.Expand(value)));
        return result;
    }

    private void AddStep(Instruction instruction)
    {
        environment ??= variables.ToImmutableSortedDictionary(StringComparer.Ordinal);
        steps.Add(new Step(instruction, environment, config.User ?? "", WorkingDirectory, Shell));
    }

    private RunInstruction ExpandRun(RunInstruction run)
    {
        var (command, documents) = RunScript.Resolve(run.Command, run.HereDocuments);
        var mounts = run.MountTexts.IsEmpty
            ? run.Mounts.Select(ResolveTarget)
            : run.MountTexts.Select(ExpandMount).OfType<Mount>().Select(ResolveTarget);
        return run with { Command = command, HereDocuments = documents, Mounts = [.. mounts], MountTexts = [] };
    }

    private Mount? ExpandMount(MountText text)
    {
        return MountReader.Read(
            text,
            words.TryExpand,
            (message, hint) => words.Report(Severity.Error, text.Span, Rules.MountOptions, message, hint));
    }

    private Mount ResolveTarget(Mount mount)
    {
        if (mount.Type is MountType.Secret or MountType.Ssh && mount.Target.Length == 0)
            return mount;
        var target = UnixPath.Join(WorkingDirectory, mount.Target);
        if (target == "/")
            words.Report(Severity.Error, mount.Span ?? words.Current.Span, Rules.MountOptions, "a mount cannot cover the root folder", "write target=/FOLDER");
        else if (KernelFolders.Hold(target))
            words.Report(Severity.Error, mount.Span ?? words.Current.Span, Rules.MountOptions,
                $"nothing can be mounted at {target}: the kernel's own files are there", "choose another target");
        return mount with { Target = target };
    }

    private void AddTransfer(TransferInstruction instruction)
    {
        var expandedWords = instruction with
        {
            Sources = [.. instruction.Sources.Select(words.Expand)],
            Files = [.. instruction.Files.Select(ExpandFile)],
            Destination = words.Expand(instruction.Destination),
            Owner = instruction.Owner is null ? null : NullIfEmpty(words.Expand(instruction.Owner)),
            Mode = instruction.Mode is null ? null : NullIfEmpty(words.Expand(instruction.Mode)),
            Exclude = [.. instruction.Exclude.Select(words.Expand)],
        };
        if (expandedWords is AddInstruction { Checksum: { } checksum } add)
            expandedWords = add with { Checksum = NullIfEmpty(words.Expand(checksum)) };
        foreach (var (word, message, hint) in TransferChecks.Check(expandedWords))
            words.Report(Severity.Error, words.Locate(word), Rules.Transfer, message, hint);
        AddStep(expandedWords);
    }

    private HereDocument ExpandFile(HereDocument document)
    {
        if (!document.Expand)
            return document;
        var text = words.ExpandText(document.Content);
        return document with { Content = text, Body = text };
    }

    private void SetWorkingDirectory(WorkdirInstruction instruction)
    {
        config = config with { WorkingDirectory = UnixPath.Join(WorkingDirectory, words.Expand(instruction.Path)) };
        AddStep(instruction with { Path = config.WorkingDirectory });
    }

    private void SetCmd(CmdInstruction instruction)
    {
        if (cmd is not null)
            words.Report(Severity.Warning, cmd.Span, Rules.Overridden, "this CMD is overridden by a later one", "remove it");
        cmd = instruction;
        config = config with { Cmd = instruction.Command.WithShell(Shell) };
    }

    private void SetEntrypoint(EntrypointInstruction instruction)
    {
        if (entrypoint is not null)
            words.Report(Severity.Warning, entrypoint.Span, Rules.Overridden, "this ENTRYPOINT is overridden by a later one", "remove it");
        entrypoint = instruction;
        // A command that the base brought was meant for the base's entry point.
        config = config with { Entrypoint = instruction.Command.WithShell(Shell), Cmd = cmd is null ? null : config.Cmd };
    }

    private void SetStopSignal(StopSignalInstruction instruction)
    {
        var signal = words.Expand(instruction.Signal);
        if (!StopSignals.IsKnown(signal))
            words.ReportValue(instruction.Signal, Rules.StopSignal, $"there is no signal '{signal}'", "write a name like SIGTERM or a number like 15");
        config = config with { StopSignal = signal };
    }

    private IEnumerable<string> ExpandPorts(string word)
    {
        foreach (var port in words.Split(word))
        {
            if (PortRange.TryParse(port) is not { } range)
                words.ReportValue(word, Rules.Port, $"'{port}' is not a port", "write a number up to 65535 or a range, with /tcp, /udp or /sctp: 80/tcp");
            else
                foreach (var name in range.Ports())
                    yield return name;
        }
    }

    private string? ExpandVolume(string path)
    {
        var volume = words.Expand(path);
        if (volume.Length > 0)
            return volume;
        words.ReportValue(path, Rules.Volume, "a volume's path is empty", "write VOLUME /FOLDER");
        return null;
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
