using System.CommandLine;
using System.CommandLine.Parsing;
using ImgRep.Building;
using ImgRep.Host;
using ImgRep.Host.Builders;
using ImgRep.Host.Registries;
using ImgRep.Host.Store;
using ImgRep.Host.Trust;
using ImgRep.Primitives;

namespace ImgRep.Cli.Display;

/// <summary>The only place that prints errors, always to standard error, and chooses the exit code that goes with them.</summary>
internal static class Report
{
    public static int Failure(Exception failure)
    {
        switch (failure)
        {
            case RejectedInputException rejected:
                foreach (var diagnostic in rejected.Diagnostics)
                    Print(diagnostic);
                return ExitCode.RejectedInput;
            case EnvironmentException environment:
                Error(environment.Message, environment.Hint);
                return ExitCode.EnvironmentFailed;
            case DamagedStoreException damage:
                Error(damage.Message, "imgrep build builds or fetches it again");
                return ExitCode.EnvironmentFailed;
            case UnsignedTreeException unsigned:
                Error(unsigned.Message, "begin with: imgrep keys begin\nthen: imgrep reproduce && imgrep sign");
                return ExitCode.NegativeVerdict;
            case OutOfMemoryException:
                Error("there is not enough memory, or no further thread can be started");
                return ExitCode.EnvironmentFailed;
            case AggregateException { InnerException: { } inner }:
                return Failure(inner);
            case TypeInitializationException { InnerException: { } inner }:
                return Failure(inner);
            case BuildFailedException build:
                return build.IsEnvironment ? ExitCode.EnvironmentFailed : ExitCode.RejectedInput;
            case RoutesDifferException or RecipesDifferException:
                return ExitCode.NegativeVerdict;
            case OperationCanceledException:
                if (Terminal.IsInteractive)
                    Terminal.Screen.ClearLine();
                Error("interrupted");
                return ExitCode.Interrupted;
            default:
                Error($"this is a bug in imgrep, please report it with what follows\n{failure}");
                return ExitCode.Bug;
        }
    }

    /// <summary>Options and arguments that no command takes.</summary>
    public static int Misuse(ParseResult arguments)
    {
        foreach (var error in arguments.Errors)
            Error(OneLine(error.Message));
        foreach (var nearest in Meant(arguments).Distinct())
            Terminal.Writer.WriteLine($"    did you mean {nearest}?");
        Terminal.Writer.WriteLine($"    see imgrep {string.Concat(NamesOf(arguments.CommandResult).Select(name => $"{name} "))}--help");
        return ExitCode.RejectedInput;
    }

    /// <summary>The options and commands that are nearest to what was written where there is no such one.</summary>
    internal static IEnumerable<string> Meant(ParseResult arguments)
    {
        var command = arguments.CommandResult.Command;
        var names = command.Options.Concat(arguments.RootCommandResult.Command.Options.Where(option => option.Recursive))
            .Cast<Symbol>().Concat(command.Subcommands).Where(symbol => !symbol.Hidden).Select(symbol => symbol.Name).ToList();
        return arguments.Tokens.Where(token => token.Type == TokenType.Argument && (token.Value.StartsWith('-') || arguments.UnmatchedTokens.Contains(token.Value)))
            .Select(token => NearestName.Find(token.Value, names)).OfType<string>();
    }

    /// <summary>The words after the program's name, like <c>keys</c>, <c>add</c>.</summary>
    private static IEnumerable<string> NamesOf(CommandResult command) =>
        command.Command is RootCommand ? [] : [.. command.Parent is CommandResult parent ? NamesOf(parent) : [], command.Command.Name];

    /// <summary>The library's sentences in the style of all messages: lower case, on one line, no final period.</summary>
    private static string OneLine(string message)
    {
        var line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return $"{char.ToLowerInvariant(line[0])}{line.AsSpan(1)}";
    }

    /// <summary>A package that did not build: the end of what it printed, then why.</summary>
    public static void Failed(PackageFailed package)
    {
        foreach (var line in package.LastLines)
            Terminal.Writer.WriteLine($"    {Terminal.Printable(Visible(line))}");
        Print(package.Package, Style.Error, "error", package.Message, package.LogFile is null ? null : $"the whole log is in {package.LogFile}");
    }

    /// <summary>What a terminal leaves of a line that was overwritten, as counters of percents are.</summary>
    private static string Visible(string line) => line.TrimEnd('\r').Split('\r')[^1];

    /// <summary>Routes that do not agree: in what they differ, then what each of them gave.</summary>
    public static void Differ(RoutesDiffer differ)
    {
        foreach (var line in differ.Lines)
            Terminal.Writer.WriteLine($"    {Terminal.Printable(line)}");
        var results = string.Join(", ", differ.Results.Select(result => $"{result.Route} gives {result.Image}"));
        Print(differ.Package, Style.Error, "error", $"its routes differ, so nothing that needs it is built: {results}",
            $"the trees are in {differ.Folder}/, for diffoscope; --route builds with one route, which proves nothing");
    }

    /// <summary>A recipe that gave another image elsewhere.</summary>
    public static void Differ(RecipeDiffers differ) => Print(
        differ.Package, Style.Error, "error", $"it is {differ.Here} here, but {differ.Explanation} (recipe {differ.Recipe.Hex})",
        differ.There is { } there ? $"both are in the registry, which keeps what it had: imgrep diff {differ.Here} {there} says in what they differ, where the store has both"
            : "nothing there was replaced: see who writes to this registry");

    public static void Print(Diagnostic diagnostic)
    {
        var (style, severity) = diagnostic.Severity == Severity.Error ? (Style.Error, "error") : (Style.Warning, "warning");
        Print(diagnostic.Span.ToString(), style, severity, diagnostic.Message, diagnostic.Hint);
    }

    public static void Error(string message, string? hint = null) => Print("imgrep", Style.Error, "error", message, hint);

    /// <summary>One of the things that a negative verdict rests on.</summary>
    public static void Verdict(string subject, string message) => Print(subject, Style.Error, "error", message, null);

    public static void Warning(string subject, string message) => Print(subject, Style.Warning, "warning", message, null);

    /// <summary>Only the first line of a message begins where answers and messages begin.</summary>
    private static string Indented(string message) => string.Join("\n    ", message.Split('\n').Select(Terminal.Printable));

    private static void Print(string subject, Style style, string severity, string message, string? hint)
    {
        Terminal.Writer.WriteLine($"{Terminal.Paint(Style.Strong, subject)}: {Terminal.Paint(style, severity)}: {Indented(message)}");
        if (hint is not null)
            Terminal.Writer.WriteLine($"    {Indented(hint)}");
    }
}
