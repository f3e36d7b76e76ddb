using System.CommandLine;
using System.CommandLine.Parsing;
using ImgRep.Cli.Display;
using ImgRep.Host.Builds;
using ImgRep.Host.Plans;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Options;

/// <summary>The options that commands which build have in common.</summary>
internal sealed class BuildArguments
{
    private readonly Argument<string[]> names;
    private readonly bool withBuilder;
    private readonly bool withRoute;

    private readonly Option<int> jobs = new("--jobs", "-j")
    {
        Description = "How many steps may run at a time; as many as there are cores if not said",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<string?> builder = new("--builder")
    {
        Description = $"What builds: {string.Join(", ", BuilderChoice.Names)} [default: {BuilderChoice.Embedded}, or IMGREP_BUILDER]",
        HelpName = "BUILDER",
    };

    private readonly Option<string?> sandbox = new("--sandbox")
    {
        Description = "What starts the steps: bwrap, runc or crun [default: the first that is there, or IMGREP_SANDBOX]",
        HelpName = "PROGRAM",
    };

    private readonly Option<long?> memory = ByteCount.Option("--memory", "How much memory one step may use, like 8G [default: nine tenths of what there is]");

    private readonly Option<int> processes = new("--pids-limit")
    {
        Description = "How many processes and threads one step may have at a time",
        HelpName = "N",
        DefaultValueFactory = _ => Limits.Default.Processes,
    };

    private readonly Option<string?> route = CommonOptions.Route();

    /// <param name="withBuilder">Whether a builder can be chosen.</param>
    /// <param name="withRoute">Whether other routes can be left out.</param>
    /// <param name="count">How many packages are named.</param>
    public BuildArguments(string description, bool withBuilder = true, bool withRoute = true, PackageCount count = PackageCount.Any)
    {
        this.withRoute = withRoute;
        this.withBuilder = withBuilder;
        names = CommonOptions.PackageNames(description);
        if (count != PackageCount.Any)
            names.Arity = ArgumentArity.OneOrMore;
        if (count == PackageCount.One)
            names.Validators.Add(RefuseFurther);
        builder.AcceptOnlyFromAmong([.. BuilderChoice.Names]);
        sandbox.AcceptOnlyFromAmong("bwrap", "runc", "crun");
        FromOne(jobs);
        FromOne(processes);
    }

    public void AddTo(Command command)
    {
        command.Add(names);
        command.Add(jobs);
        if (withRoute)
            command.Add(route);
        if (withBuilder)
            command.Add(builder);
        command.Add(sandbox);
        command.Add(memory);
        command.Add(processes);
        command.Add(CommonOptions.Sources);
    }

    public BuildOptions Read(ParseResult arguments) => new([.. arguments.GetRequiredValue(names)], arguments.GetRequiredValue(jobs))
    {
        Route = withRoute ? arguments.GetValue(route) : null,
        Builder = (withBuilder ? arguments.GetValue(builder) : null) ?? Environment.GetEnvironmentVariable("IMGREP_BUILDER") ?? BuilderChoice.Embedded,
        IsBuilderChosen = withBuilder && (arguments.GetValue(builder) ?? Environment.GetEnvironmentVariable("IMGREP_BUILDER")) is not null,
        Sandbox = arguments.GetValue(sandbox) ?? Environment.GetEnvironmentVariable("IMGREP_SANDBOX"),
        SourceFolders = CommonOptions.SourceFolders(arguments),
        Limits = new Limits(arguments.GetValue(memory) ?? Limits.Default.Memory, arguments.GetRequiredValue(processes)),
    };

    private static void RefuseFurther(ArgumentResult packages)
    {
        foreach (var further in packages.Tokens.Skip(1))
            packages.AddError($"there is one package to name: '{further.Value}' is one too many");
    }

    private static void FromOne(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
            result.AddError($"{option.Name} takes a number from 1");
    });

    /// <summary>What tells the user how it goes; the caller disposes it. A shell has the terminal for itself.</summary>
    public static CommandProgress Watch(BuildOptions options, string doing = "building") => options.Shell ? new PlainProgress() : CommandProgress.Start(doing);

    /// <summary>Builds what is missing.</summary>
    /// <param name="use">Gets the plan in which nothing is missing any more, while it may still be mended; prints nothing.</param>
    public static async Task<BuildPlan> RunAsync(
        ParseResult arguments, BuildOptions options, ContentStore store, CancellationToken cancellation, Action<BuildPlan>? use = null)
    {
        BuildPlan plan;
        using (var progress = Watch(options))
            plan = await new BuildSession(CommonOptions.TreeOf(arguments), store, options, progress).RunAsync(cancellation, use);
        if (options.IsBuilderChosen && !options.NoCache && !options.Shell)
            OtherBuilders.Print(store, plan.Asked(options.Names), options.Builder);
        return plan;
    }
}
