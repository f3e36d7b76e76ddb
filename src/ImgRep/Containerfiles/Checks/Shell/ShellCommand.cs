using System.Collections.Immutable;

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>A simple command of a script.</summary>
/// <param name="Before">Assignments, and words like <c>if</c> and <c>env -u NAME</c>.</param>
/// <param name="Words">The command and its arguments; empty if there are only assignments.</param>
internal sealed record ShellCommand(ImmutableArray<ShellWord> Before, ImmutableArray<ShellWord> Words)
{
    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "ksh", "zsh"];

    /// <summary>Whether the command stands in <c>$(...)</c> or in backticks, so that its output becomes text.</summary>
    public bool IsSubstitution { get; init; }

    /// <summary>The files that its input is redirected from.</summary>
    public ImmutableArray<ShellWord> Sources { get; init; } = [];

    /// <summary>Whether its output goes to a file.</summary>
    public bool WritesFile { get; init; }

    /// <summary>The command without its folder; empty if there is none.</summary>
    public string Name => Words.IsEmpty ? "" : LastPart(Words[0].Value);

    public IEnumerable<ShellWord> Arguments => Words.Skip(1);

    /// <summary>Arguments that do not begin with a dash.</summary>
    public IEnumerable<string> Operands => Arguments.Select(word => word.Value).Where(word => !word.StartsWith('-'));

    public bool IsShell => IsShellName(Name);

    public static bool IsShellName(string path) => Shells.Contains(LastPart(path));

    /// <summary>Whether an argument is a long option, with a value or without.</summary>
    public bool Has(string option) =>
        Arguments.Any(word => word.Value.StartsWith(option, StringComparison.Ordinal) && (word.Value.Length == option.Length || word.Value[option.Length] == '='));

    /// <summary>Whether a letter stands among those behind a single dash.</summary>
    public bool HasLetter(char letter) =>
        Arguments.Any(word => word.Value is ['-', not '-', ..] && word.Value.Contains(letter, StringComparison.Ordinal));

    private static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];
}
