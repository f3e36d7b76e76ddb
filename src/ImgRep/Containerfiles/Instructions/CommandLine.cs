using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Syntax;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>A command in shell form (one string for the shell) or exec form (the words of a JSON array).</summary>
public sealed record CommandLine(bool IsShellForm, ImmutableArray<string> Words)
{
    /// <summary>The words of the process to start.</summary>
    /// <param name="shell">The words before a shell-form command, such as <c>/bin/sh -c</c>.</param>
    public ImmutableArray<string> WithShell(ImmutableArray<string> shell) => IsShellForm ? [.. shell, string.Join(' ', Words)] : Words;

    /// <summary>Malformed JSON is shell form; JSON arrays of anything but strings are errors.</summary>
    internal static CommandLine? Parse(InstructionText text) => Parse(text, text.Arguments, text.ArgumentsStart);

    internal static CommandLine? Parse(InstructionText text, string arguments, int start)
    {
        var (kind, strings) = JsonStrings.Parse(arguments);
        if (kind == JsonKind.Other)
            text.Report(start, arguments.Length, Rules.ExecForm, $"the exec form of {text.Keyword} holds something that is not a string", "put every word in double quotes");
        return kind switch
        {
            JsonKind.Strings => new CommandLine(false, strings),
            JsonKind.None => new CommandLine(true, [arguments]),
            _ => null,
        };
    }
}
