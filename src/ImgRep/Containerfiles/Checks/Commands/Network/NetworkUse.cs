using System.Collections.Immutable;
using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands.Network;

/// <summary>A way to use programs that needs a network.</summary>
/// <param name="Names">The programs, separated by blanks.</param>
/// <param name="Verbs">
/// What they are told to do, separated by commas: leading operands, as in <c>mod download</c>, or an option, as in <c>--recv-keys</c>.
/// <c>*</c> is any operand, <c>()</c> is none.
/// </param>
/// <param name="Hint">What to write instead.</param>
internal sealed record NetworkUse(string Names, string Verbs, string Hint)
{
    private readonly ImmutableArray<string> verbs = [.. Verbs.Split(',', StringSplitOptions.TrimEntries)];

    /// <summary>Options with which they take what is there, separated by blanks.</summary>
    public string Offline { get; init; } = "";

    /// <summary>Variables that say the same, when they are on, or as <c>NAME=START</c> when their value begins so.</summary>
    public string OfflineVariables { get; init; } = "";

    /// <summary>Whether the operands behind the verb need no network.</summary>
    public Func<ImmutableArray<string>, bool>? IsLocal { get; init; }

    /// <param name="says">Whether the script sets one of <see cref="OfflineVariables"/>: <see cref="Says"/>, once for all commands.</param>
    /// <returns>The program and its verb, or null if no network is needed.</returns>
    public string? Find(ShellCommand command, CommandArguments arguments, Func<string, bool> says)
    {
        if (Split(Offline).Any(arguments.Has) || Split(OfflineVariables).Any(says))
            return null;
        var operands = command.Name == "cargo" && arguments.Verb.StartsWith('+') ? arguments.Operands[1..] : arguments.Operands;
        foreach (var verb in verbs)
        {
            if (Match(verb, operands, arguments) is not { } rest || IsLocal?.Invoke(rest) == true)
                continue;
            return verb is "*" or "()" ? command.Name : $"{command.Name} {verb}";
        }
        return null;
    }

    public static bool Says(string variable, ShellScript script)
    {
        var (name, start) = variable.Split('=') is [var before, var behind] ? (before, behind) : (variable, "");
        var values = Split(script.ValuesOf(name));
        return start.Length > 0 ? values.Any(value => value.StartsWith(start, StringComparison.Ordinal)) : values.Any(value => value is not ("0" or "false" or "no"));
    }

    /// <returns>The operands behind the verb.</returns>
    private static ImmutableArray<string>? Match(string verb, ImmutableArray<string> operands, CommandArguments arguments)
    {
        if (verb == "*")
            return operands.IsEmpty ? null : operands;
        if (verb == "()")
            return operands.IsEmpty ? operands : null;
        if (verb.StartsWith('-'))
            return arguments.Has(verb) ? operands : null;
        var words = verb.Split(' ');
        return operands.Length >= words.Length && operands.Take(words.Length).SequenceEqual(words) ? operands[words.Length..] : null;
    }

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
