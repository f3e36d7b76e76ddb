using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks;
using ImgRep.Containerfiles.Checks.Commands;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Host.Checkouts;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

internal static class CheckCommand
{
    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages to check, with all that they need [default: all]");
        var files = new Option<string[]>("--file", "-f") { Description = "A Containerfile anywhere, instead of packages; may be repeated", HelpName = "FILE" };
        var syntaxOnly = new Option<bool>("--syntax-only") { Description = "With --file: accept all that BuildKit accepts" };
        var explain = new Option<string>("--explain") { Description = "Say what a rule finds, instead of checking", HelpName = "RULE" };
        explain.CompletionSources.Add(_ => Rules.All.Select(rule => new CompletionItem(rule.Name)));
        var command = new CommandWithExample(
            "check", "Say what is wrong with Containerfiles, and what to write instead", "imgrep check --file Dockerfile --syntax-only",
            null, typeof(DiagnosticsAnswer), typeof(RuleAnswer))
        {
            names, files, syntaxOnly, explain,
        };
        command.OnRun((arguments, cancellation) =>
        {
            if (arguments.GetValue(explain) is { } rule)
                return Explain(arguments, rule);
            using var progress = CommandProgress.Start("checking");
            var diagnostics = arguments.GetValue(files) is { Length: > 0 } paths
                ? CheckFiles(paths, arguments.GetValue(syntaxOnly))
                : CheckTree(CommonOptions.TreeOf(arguments), arguments.GetRequiredValue(names), cancellation);
            return DiagnosticsAnswer.Conclude(arguments, diagnostics);
        });
        return command;
    }

    private static int Explain(System.CommandLine.ParseResult arguments, string name)
    {
        var rule = Rules.Find(name) ?? throw new RejectedInputException(Diagnostic.Error(
            SourceSpan.Whole("--explain"), "unknown-rule", $"there is no rule '{name}'",
            NearestName.Find(name, Rules.All.Select(known => known.Name)) is { } nearest ? $"did you mean {nearest}?" : "imgrep check --json has their names"));
        Answer.Print(arguments, RuleAnswer.From(rule));
        return ExitCode.Done;
    }

    private static List<Diagnostic> CheckFiles(string[] paths, bool syntaxOnly) =>
        [.. paths.SelectMany(path => CheckFile(path, ParseOptions.Default with { SyntaxOnly = syntaxOnly }))];

    private static ImmutableArray<Diagnostic> CheckFile(string path, ParseOptions options)
    {
        var result = ContainerfileParser.Parse(path, SmallFile.Read(path), options);
        return options.SyntaxOnly || result.Containerfile is not { } file ? result.Diagnostics : [.. result.Diagnostics, .. RunWarnings.Check(file, options)];
    }

    private static List<Diagnostic> CheckTree(Checkout folder, string[] names, CancellationToken cancellation)
    {
        var diagnostics = new List<Diagnostic>();
        var tree = CheckoutLoader.Load(folder, names, diagnostics, cancellation);
        var sources = CheckoutSources.ReadTable(folder);
        foreach (var package in tree.Packages.OrderBy(package => package.Name))
            diagnostics.AddRange(package.Routes.SelectMany(route => PackageRules.Check(route.ParseContainerfile(), ParseOptions.Default, sources)));
        // The graph of what could not be read would only repeat that it is missing.
        if (!diagnostics.Exists(IsError))
            diagnostics.AddRange(PackageGraph.Check(tree));
        return diagnostics;
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == Severity.Error;
}
