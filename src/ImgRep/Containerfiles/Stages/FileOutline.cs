using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Stages;

/// <summary>The instructions of a file, by stage, before anything is expanded.</summary>
internal sealed record FileOutline(List<ArgInstruction> GlobalArguments, List<(FromInstruction From, List<Instruction> Instructions)> Stages)
{
    /// <summary>Whether there is a stage, and every FROM could be read.</summary>
    public bool HasAllStages { get; private set; }

    public static FileOutline Read(SyntaxTree tree, List<Diagnostic> diagnostics)
    {
        var outline = new FileOutline([], []);
        var stages = 0;
        foreach (var syntax in tree.Instructions)
        {
            var text = new InstructionText(syntax, tree.Escape, diagnostics);
            if (syntax.EmptyContinuation is { } empty)
                diagnostics.Add(new Diagnostic(empty, Rules.EmptyContinuation, "a blank line within an instruction", "remove it, or make it a comment"));
            var instruction = InstructionParser.Parse(text);
            if (text.Keyword != "FROM")
                outline.Add(text, instruction, stages > 0);
            else if (instruction is FromInstruction from)
                outline.Stages.Add((from, []));
            stages += text.Keyword == "FROM" ? 1 : 0;
        }
        if (tree.Instructions.IsEmpty)
            diagnostics.Add(new Diagnostic(SourceSpan.Whole(tree.FileName), Rules.NoInstructions, "the file holds no instructions", "begin with FROM"));
        else if (stages == 0)
            diagnostics.Add(new Diagnostic(SourceSpan.Whole(tree.FileName), Rules.NoStage, "the file builds nothing: it has no FROM",
                "write FROM IMAGE after the ARG instructions"));
        outline.HasAllStages = outline.Stages.Count > 0 && outline.Stages.Count == stages;
        return outline;
    }

    private void Add(InstructionText text, Instruction? instruction, bool isInStage)
    {
        if (instruction is null)
            return;
        if (isInStage && Stages.Count > 0)
            Stages[^1].Instructions.Add(instruction);
        else if (instruction is ArgInstruction argument)
            GlobalArguments.Add(argument);
        else if (!isInStage)
            text.Report(Rules.BeforeFrom, $"{text.Keyword} stands before the first FROM", "only ARG can stand there");
    }
}
