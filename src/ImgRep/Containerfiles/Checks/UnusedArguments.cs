using System.Collections.Frozen;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Checks;

/// <summary>Finds arguments that are declared and then nowhere mentioned.</summary>
internal static class UnusedArguments
{
    /// <summary>Variables that programs read without being told to.</summary>
    private static readonly FrozenSet<string> ReadByPrograms = FrozenSet.Create(
        StringComparer.Ordinal, "CC", "CXX", "CFLAGS", "CPPFLAGS", "CXXFLAGS", "LDFLAGS", "MAKEFLAGS", "PATH", "HOME", "TZ", "LANG", "LC_ALL", "SOURCE_DATE_EPOCH");

    public static void Check(Containerfile file, List<Diagnostic> diagnostics)
    {
        if (file.Syntax is not { } syntax)
            return;
        var mentions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var instruction in syntax.Instructions)
        {
            Count(instruction.Text.Text, mentions);
            foreach (var document in instruction.HereDocuments)
                Count(document.Body, mentions);
        }
        var declared = file.GlobalArguments.Concat(file.Stages.SelectMany(stage => stage.Instructions.OfType<ArgInstruction>())).ToList();
        var declarations = declared.SelectMany(instruction => instruction.Variables).CountBy(variable => variable.Name).ToDictionary(StringComparer.Ordinal);
        foreach (var instruction in declared)
        {
            foreach (var variable in instruction.Variables.Where(variable => !ReadByPrograms.Contains(variable.Name)))
            {
                if (mentions.GetValueOrDefault(variable.Name) <= declarations[variable.Name])
                    diagnostics.Add(new Diagnostic(
                        file.Locate(instruction, variable.Name), Rules.UnusedArgument, $"nothing uses the argument '{variable.Name}'", "remove it"));
            }
        }
    }

    private static void Count(ReadOnlySpan<char> text, Dictionary<string, int> mentions)
    {
        var lookup = mentions.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                at++;
            if (at > start)
                lookup[text[start..at]] = lookup.TryGetValue(text[start..at], out var count) ? count + 1 : 1;
            else
                at++;
        }
    }
}
