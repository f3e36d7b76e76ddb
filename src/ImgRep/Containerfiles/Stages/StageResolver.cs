using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Expansion;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Stages;

/// <summary>Expands what FROM says and gives stages their names.</summary>
internal sealed class StageResolver(SyntaxTree tree, ParseOptions options, List<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);

    public Containerfile Resolve(FileOutline outline)
    {
        var file = new Containerfile(tree.FileName, [.. outline.GlobalArguments], []) { Syntax = tree };
        var globals = GlobalScope.Evaluate(file.GlobalArguments, options, tree.Escape, (instruction, word, result) => Report(file, instruction, word, result));
        var stages = ImmutableArray.CreateBuilder<Stage>(outline.Stages.Count);
        foreach (var (from, instructions) in outline.Stages)
        {
            stages.Add(Resolve(file, globals, stages.Count, from, [.. instructions]));
            Name(file, stages[^1]);
        }
        return file with { Stages = stages.MoveToImmutable() };
    }

    private Stage Resolve(Containerfile file, VariableTable globals, int index, FromInstruction from, ImmutableArray<Instruction> instructions)
    {
        var image = Expand(file, globals, from, from.Image);
        if (image is { Error: null })
            CheckImage(file, from, image);
        return new Stage(index, from.As?.ToLowerInvariant(), image.Text, from, instructions)
        {
            Platform = from.Platform is null ? null : ResolvePlatform(file, globals, from, from.Platform),
        };
    }

    private LexResult Expand(Containerfile file, VariableTable globals, FromInstruction from, string word)
    {
        var result = new WordLexer(tree.Escape, globals).Expand(word);
        Report(file, from, word, result);
        foreach (var name in result.Unset)
            diagnostics.Add(UndefinedInFrom(file, from, word, name, globals));
        return result;
    }

    private static Diagnostic UndefinedInFrom(Containerfile file, FromInstruction from, string word, string name, VariableTable globals)
    {
        var isDeclared = file.GlobalArguments.Any(argument => argument.Variables.Any(variable => variable.Name == name));
        var hint = isDeclared
            ? $"give it a default, or a value with --build-arg {name}=VALUE"
            : NearestName.Find(name, globals.Keys) is { } nearest ? $"did you mean {nearest}?" : $"write ARG {name}=DEFAULT before the first FROM";
        return new Diagnostic(file.Locate(from, word), Rules.UndefinedVariable, $"the variable '{name}' has no value here", hint);
    }

    private void CheckImage(Containerfile file, FromInstruction from, LexResult image)
    {
        if (image.Text == "scratch" || names.ContainsKey(image.Text) || ImageReference.TryParse(image.Text) is not null)
            return;
        var message = image.Text.Length == 0 ? $"the image '{from.Image}' expands to nothing" : $"'{image.Text}' is not the name of an image";
        var hint = names.ContainsKey(image.Text.ToLowerInvariant())
            ? $"the stage's name is written in small letters: {image.Text.ToLowerInvariant()}"
            : "write it like name, name:tag or host/name@sha256:HEX, in small letters";
        AddValueProblem(file.Locate(from, from.Image), Rules.ImageName, message, hint, image.Unset.Count > 0);
    }

    private Platform? ResolvePlatform(Containerfile file, VariableTable globals, FromInstruction from, string word)
    {
        var result = Expand(file, globals, from, word);
        if (result.Error is not null)
            return null;
        var platform = PlatformText.TryParse(result.Text, options.Platform);
        if (platform is null)
            AddValueProblem(file.Locate(from, word), Rules.Platform, $"'{result.Text}' is not a platform", "write it like linux/amd64, or $TARGETPLATFORM", result.Unset.Count > 0);
        return platform;
    }

    private void Name(Containerfile file, Stage stage)
    {
        if (stage.Name is null)
            return;
        var span = file.Locate(stage.From, stage.From.As!);
        if (stage.Name is "scratch" or "context")
            diagnostics.Add(new Diagnostic(span, Rules.ReservedStageName, $"the stage name '{stage.Name}' means something else", "choose another name"));
        if (!names.TryAdd(stage.Name, stage.Index))
            diagnostics.Add(new Diagnostic(span, Rules.DuplicateStageName, $"there are two stages named '{stage.Name}'", "choose another name"));
    }

    private void Report(Containerfile file, Instruction instruction, string word, LexResult result)
    {
        if (result.Error is { } error)
            AddValueProblem(file.Locate(instruction, word), Rules.Expansion, error.Message, error.Hint, error.IsValue);
    }

    /// <summary>With --syntax-only nobody gave values, so what they decide is only worth a warning.</summary>
    private void AddValueProblem(SourceSpan span, Rule rule, string message, string hint, bool isValue) =>
        diagnostics.Add(new Diagnostic(span, rule, message, hint) { Severity = isValue && options.SyntaxOnly ? Severity.Warning : rule.Severity });
}
