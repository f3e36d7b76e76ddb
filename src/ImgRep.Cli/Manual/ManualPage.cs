using System.CommandLine;
using ImgRep.Cli.Options;

namespace ImgRep.Cli.Manual;

/// <summary>A manual page of a command, in the macros of man(7). Its bytes depend on the command and the version alone.</summary>
/// <param name="Names">From the program's name on, like <c>imgrep</c>, <c>keys</c>, <c>add</c>.</param>
internal sealed record ManualPage(IReadOnlyList<string> Names, Command Command, string Version)
{
    private const string ExitStatus = "0: done. 1: a bug. 2: rejected input. 3: a negative verdict. 4: the environment failed.";

    /// <summary>Like <c>imgrep-keys-add.1</c>.</summary>
    public string FileName => $"{Title}.1";

    private string Title => string.Join('-', Names);

    /// <summary>The pages of a command and of all below it that help shows.</summary>
    public static IEnumerable<ManualPage> Of(Command command, string version, IReadOnlyList<string>? above = null)
    {
        string[] names = [.. above ?? [], above is null ? "imgrep" : command.Name];
        return command.Subcommands.Where(sub => !sub.Hidden).SelectMany(sub => Of(sub, version, names)).Prepend(new ManualPage(names, command, version));
    }

    public string Text => string.Concat(Lines().Select(line => line + "\n"));

    private IEnumerable<string> Lines() =>
    [
        $".TH {Roff.Quote(Title.ToUpperInvariant())} 1 \"\" {Roff.Quote($"imgrep {Version}")} \"\"",
        ".SH NAME",
        $"{Roff.Text(Title)} \\- {Roff.Text(Command.Description ?? "")}",
        ".SH SYNOPSIS",
        Synopsis,
        .. Listed("ARGUMENTS", Command.Arguments.Where(argument => !argument.Hidden).Select(argument => (argument.HelpName ?? argument.Name, argument.Description))),
        .. Listed("OPTIONS", Command.Options.Where(option => !option.Hidden).Select(option => (Spelled(option), option.Description))),
        .. Listed("COMMANDS", Command.Subcommands.Where(sub => !sub.Hidden).Select(sub => ($"{string.Join(' ', Names)} {sub.Name}", sub.Description))),
        .. Command is CommandWithExample { Example: var example } ? (string[])[".SH EXAMPLE", ".EX", Roff.Text(example), ".EE"] : [],
        ".SH EXIT STATUS",
        Roff.Text(ExitStatus),
        .. Names.Count > 1 ? (string[])[".SH SEE ALSO", $".BR {Roff.Text(string.Join('-', Names.SkipLast(1)))} (1)"] : [],
    ];

    private string Synopsis
    {
        get
        {
            var words = Names.Select(name => $"\\fB{Roff.Text(name)}\\fR").ToList();
            if (Command.Subcommands.Any(sub => !sub.Hidden))
                words.Add("\\fICOMMAND\\fR");
            if (Command.Options.Any(option => !option.Hidden))
                words.Add("[\\fIOPTION\\fR ...]");
            words.AddRange(Command.Arguments.Where(argument => !argument.Hidden).Select(argument =>
            {
                var name = $"\\fI{Roff.Text(argument.HelpName ?? argument.Name)}\\fR{(argument.Arity.MaximumNumberOfValues > 1 ? " ..." : "")}";
                return argument.Arity.MinimumNumberOfValues == 0 || argument.HasDefaultValue ? $"[{name}]" : name;
            }));
            return string.Join(' ', words);
        }
    }

    private static IEnumerable<string> Listed(string heading, IEnumerable<(string Term, string? Meaning)> entries) =>
        entries.SelectMany(entry => (string[])[".TP", $"\\fB{Roff.Text(entry.Term)}\\fR", Roff.Text(entry.Meaning ?? "")]).ToList() is { Count: > 0 } lines
            ? lines.Prepend($".SH {heading}") : [];

    private static string Spelled(Option option) =>
        string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Prepend(option.Name).Distinct()) + (option.HelpName is { } value ? $" {value}" : "");
}
