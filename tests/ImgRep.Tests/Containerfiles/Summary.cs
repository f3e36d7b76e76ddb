using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Containerfiles.Stages;
using ImgRep.Containerfiles.Syntax;

namespace ImgRep.Tests.Containerfiles;

/// <summary>What a Containerfile means, as the JSON of the vectors: stages with steps and configuration, or only what is wrong.</summary>
internal static class Summary
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string fileName, ReadOnlySpan<byte> text, ParseOptions options)
    {
        var result = ContainerfileParser.Parse(fileName, text, options);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            if (result.Containerfile is { } file)
                WriteFile(json, file, options);
            WriteList(json, "diagnostics", result.Diagnostics.Select(diagnostic => diagnostic.ToString()));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteFile(Utf8JsonWriter json, Containerfile file, ParseOptions options)
    {
        var configs = new List<StageConfig>();
        json.WriteStartArray("stages");
        foreach (var stage in file.Stages)
        {
            var baseConfig = StageReferences.BaseOf(file, stage) is StageTarget earlier ? configs[earlier.Index] : StageConfig.Empty;
            var evaluated = StageEvaluator.Evaluate(file, stage, baseConfig, options);
            configs.Add(evaluated.Config);
            json.WriteStartObject();
            WriteStage(json, file, stage, evaluated);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("needed", string.Join(' ', StageReferences.ReachableStages(file).Select(stage => stage.Index)));
    }

    private static void WriteStage(Utf8JsonWriter json, Containerfile file, Stage stage, EvaluatedStage evaluated)
    {
        WriteText(json, "name", stage.Name);
        json.WriteString("base", stage.Base);
        WriteText(json, "platform", stage.Platform?.ToString());
        WriteList(json, "references", StageReferences.Collect(file, stage).Select(Describe));
        if (evaluated.Steps.Length > 0)
        {
            json.WriteStartArray("steps");
            foreach (var step in evaluated.Steps)
                WriteStep(json, step);
            json.WriteEndArray();
        }
        WriteList(json, "onbuild", stage.Instructions.OfType<OnbuildInstruction>().Select(onbuild =>
            onbuild.Trigger + string.Concat(onbuild.HereDocuments.Select(document => $"\n{document.Body}{document.Name}"))));
        json.WriteStartObject("config");
        WriteConfig(json, evaluated.Config);
        json.WriteEndObject();
    }

    private static string Describe(StageReference reference) => $"{reference.Span.Line}:{reference.Span.Column} " + reference.Target switch
    {
        StageTarget stage => $"stage {stage.Index}",
        PackageTarget package => $"package {package.Name}{(package.Pinned is { } digest ? $" {digest}" : "")}",
        SeedTarget seed => $"seed {seed.Name}",
        ImageTarget image => $"image {image.Reference}",
        ScratchTarget => "scratch",
        _ => "context",
    };

    private static void WriteStep(Utf8JsonWriter json, Step step)
    {
        json.WriteStartObject();
        switch (step.Instruction)
        {
            case RunInstruction run:
                WriteList(json, "run", run.Command.WithShell(step.Shell));
                if (run.Network != RunNetwork.Default)
                    json.WriteString("network", run.Network.ToString());
                WriteText(json, "security", run.Security);
                WriteList(json, "mounts", run.Mounts.Select(Describe));
                WriteFiles(json, run.HereDocuments);
                break;
            case TransferInstruction transfer:
                WriteTransfer(json, transfer);
                break;
            case WorkdirInstruction workdir:
                json.WriteString("workdir", workdir.Path);
                break;
        }
        WriteList(json, "environment", step.Environment.Where(pair => pair.Key != "PATH").Select(pair => $"{pair.Key}={pair.Value}"));
        WriteText(json, "user", step.User.Length > 0 ? step.User : null);
        WriteText(json, "in", step.WorkingDirectory != "/" ? step.WorkingDirectory : null);
        json.WriteEndObject();
    }

    private static void WriteTransfer(Utf8JsonWriter json, TransferInstruction transfer)
    {
        json.WriteStartArray(transfer is CopyInstruction ? "copy" : "add");
        foreach (var word in transfer.Sources.Append(transfer.Destination))
            json.WriteStringValue(word);
        json.WriteEndArray();
        WriteFiles(json, transfer.Files);
        WriteText(json, "from", (transfer as CopyInstruction)?.From);
        WriteText(json, "owner", transfer.Owner);
        WriteText(json, "mode", transfer.Mode);
        WriteText(json, "link", transfer.Link ? "true" : null);
        WriteText(json, "parents", transfer is CopyInstruction { Parents: true } ? "true" : null);
        WriteText(json, "checksum", (transfer as AddInstruction)?.Checksum);
        WriteText(json, "unpack", (transfer as AddInstruction)?.Unpack?.ToString());
        WriteText(json, "keepGitDir", transfer is AddInstruction { KeepGitDir: true } ? "true" : null);
        WriteList(json, "exclude", transfer.Exclude);
    }

    private static void WriteFiles(Utf8JsonWriter json, ImmutableArray<HereDocument> files)
    {
        if (files.IsEmpty)
            return;
        json.WriteStartObject("files");
        foreach (var file in files)
            json.WriteString(file.Name, file.Content);
        json.WriteEndObject();
    }

    private static string Describe(Mount mount)
    {
        var parts = new List<string> { mount.Type.ToString().ToLowerInvariant(), mount.Target, mount.ReadOnly ? "ro" : "rw" };
        parts.AddRange(new[]
        {
            mount.From is null ? null : $"from={mount.From}",
            mount.Source is null ? null : $"source={mount.Source}",
            mount.Id is null ? null : $"id={mount.Id}",
            mount.Size is null ? null : $"size={mount.Size}",
            mount.Mode is null ? null : $"mode={Convert.ToString(mount.Mode.Value, 8)}",
            mount.Owner is null ? null : $"uid={mount.Owner}",
            mount.Group is null ? null : $"gid={mount.Group}",
            mount.Sharing is null ? null : $"sharing={mount.Sharing}",
        }.OfType<string>());
        return string.Join(' ', parts);
    }

    private static void WriteConfig(Utf8JsonWriter json, StageConfig config)
    {
        WriteList(json, "Env", config.Env.Select(pair => $"{pair.Key}={pair.Value}"));
        WriteWords(json, "Entrypoint", config.Entrypoint);
        WriteWords(json, "Cmd", config.Cmd);
        WriteText(json, "User", config.User);
        WriteText(json, "WorkingDir", config.WorkingDirectory);
        WriteList(json, "ExposedPorts", config.ExposedPorts);
        WriteList(json, "Volumes", config.Volumes);
        WriteText(json, "StopSignal", config.StopSignal);
        WriteList(json, "Labels", config.Labels.Select(pair => $"{pair.Key}={pair.Value}"));
        WriteWords(json, "Shell", config.Shell);
        WriteList(json, "Arguments", config.Arguments.Select(pair => pair.Value is null ? pair.Key : $"{pair.Key}={pair.Value}"));
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void WriteWords(Utf8JsonWriter json, string name, ImmutableArray<string>? words)
    {
        if (words is null)
            return;
        json.WriteStartArray(name);
        foreach (var word in words.Value)
            json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        var words = items.ToImmutableArray();
        if (words.Length > 0)
            WriteWords(json, name, words);
    }
}
