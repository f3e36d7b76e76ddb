using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Shell;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>Flags of compilers and linkers that look at the machine at hand, or at chance.</summary>
internal static class FlagRules
{
    private static readonly (string Flag, Rule Rule, string Message, string Hint)[] Flags =
    [
        Native("-march=native", "name an architecture, like -march=x86-64-v2"),
        Native("-mcpu=native", "name a processor"),
        Native("-mtune=native", "name a processor, or leave it out"),
        Native("target-cpu=native", "name a processor, like target-cpu=x86-64-v2"),
        ("--build-id=uuid", Rules.BuildId, "--build-id=uuid makes another build id in every run", "write --build-id=sha1, or --build-id=none"),
    ];

    /// <summary>Commands whose arguments are text that they look for or change.</summary>
    private static readonly string[] TextCommands =
    [
        "grep", "egrep", "fgrep", "zgrep", "rg", "ag", "sed", "gsed", "awk", "gawk", "mawk", "nawk", "perl", "ed", "ex", "vim", "tr", "expr", "case", "test", "[", "[[",
    ];

    /// <summary>What these run is looked at by itself.</summary>
    private static readonly string[] Runners = ["find", "xargs"];

    public static IEnumerable<Finding> Check(ShellScript script)
    {
        foreach (var command in script.Commands.Where(command => !IsText(command)))
        {
            foreach (var word in command.Before.Concat(command.Words))
            {
                foreach (var (at, flag, rule, message, hint) in In(word.Value))
                    yield return At(word, at, flag, rule, message, hint);
            }
        }
    }

    /// <summary>The flags in a text, and where each stands.</summary>
    public static IEnumerable<(int At, string Flag, Rule Rule, string Message, string Hint)> In(string text)
    {
        foreach (var (flag, rule, message, hint) in Flags)
        {
            var at = text.IndexOf(flag, StringComparison.Ordinal);
            if (at >= 0 && !IsInSubstitution(text, at) && (at + flag.Length == text.Length || !char.IsLetterOrDigit(text[at + flag.Length])))
                yield return (at, flag, rule, message, hint);
        }
    }

    /// <summary>Exact unless a backslash or a second pair of quotes stands before the flag.</summary>
    private static Finding At(ShellWord word, int at, string flag, Rule rule, string message, string hint)
    {
        var quotes = word.Length - word.Value.Length;
        return new Finding(word.Start + at + (quotes + 1) / 2, flag.Length, rule, message, hint);
    }

    private static bool IsText(ShellCommand command) =>
        TextCommands.Contains(command.Name) || Runners.Contains(command.Name) || (command.Name is "echo" or "printf" && !command.WritesFile)
        || (command.Name == "git" && ProgramOptions.Read(command).Verb == "grep") || (command.IsShell && command.HasLetter('c'));

    /// <summary>The commands there are looked at by themselves.</summary>
    private static bool IsInSubstitution(string text, int at) =>
        text.LastIndexOf("$(", at, StringComparison.Ordinal) is >= 0 and var open && text.IndexOf(')', open, at - open) < 0 || text.AsSpan(0, at).Count('`') % 2 == 1;

    private static (string Flag, Rule Rule, string Message, string Hint) Native(string flag, string hint) =>
        (flag, Rules.Native, $"{flag} compiles for the processor at hand", hint);
}
