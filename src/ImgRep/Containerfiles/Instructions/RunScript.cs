using System.Collections.Immutable;
using System.Text;
using ImgRep.Containerfiles.Syntax;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>What a RUN with here-documents runs.</summary>
internal static class RunScript
{
    /// <summary>
    /// A here-document that is the whole command is a script: for the shell, or, when it begins with <c>#!</c>, a file that is run.
    /// Otherwise the documents go back behind the command, for the shell to read.
    /// </summary>
    public static (CommandLine Command, ImmutableArray<HereDocument> Files) Resolve(CommandLine command, ImmutableArray<HereDocument> documents)
    {
        if (documents.IsEmpty)
            return (command, []);
        var first = documents[0];
        if (HereDocumentWord.TryParse(command.Words[0]) is null)
            return (Shell(Reassemble(command.Words[0], documents)), []);
        return first.Content.StartsWith("#!", StringComparison.Ordinal)
            ? (Shell($"{RunInstruction.ScriptFolder}/{first.Name}"), [first])
            : (Shell(first.Content), []);
    }

    private static CommandLine Shell(string text) => new(true, [text]);

    private static string Reassemble(string command, ImmutableArray<HereDocument> documents)
    {
        var text = new StringBuilder(command);
        foreach (var document in documents)
            text.Append('\n').Append(document.Body).Append(document.Name);
        return text.ToString();
    }
}
