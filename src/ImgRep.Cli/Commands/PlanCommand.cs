using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Engines;
using ImgRep.Host.Builds;
using ImgRep.Host.Engines;
using ImgRep.Host.Posix;
using ImgRep.Host.Registries;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class PlanCommand
{
    private const string Kubernetes = "kubernetes";
    private const int DefaultCores = 2;
    private const long DefaultMemory = 4L << 30;

    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages to plan, with all that they need [default: all]");
        var engine = new Option<string>("--for") { Description = "What runs the jobs", Required = true };
        engine.AcceptOnlyFromAmong("slurm", "github", "gitlab", Kubernetes);
        var at = RegistryOptions.Address("--registry", "Where jobs take from and bring to; whoever can write there is trusted by them", required: true);
        var reproduce = new Option<bool>("--reproduce") { Description = "Rebuild what the registry has instead, and compare" };
        var vary = new Option<bool>("--vary") { Description = "Rebuild what the registry has in other surroundings instead" };
        var pushSteps = new Option<bool>("--push-steps")
        {
            Description = "Have jobs bring finished steps to the registry, too, and go on from them: for machines that may be taken away",
        };
        var program = new Option<string>("--program") { Description = "What jobs call", HelpName = "PROGRAM", DefaultValueFactory = _ => "imgrep" };
        var setup = new Option<string?>("--setup") { Description = "A shell command that each job begins with, for instance to get the checkout", HelpName = "COMMAND" };
        var image = new Option<string?>("--image")
        {
            Description = "The container that jobs run in [default: what the variable IMGREP_IMAGE of the engine says]",
            HelpName = "IMAGE",
        };
        var memory = ByteCount.Option("--memory", "How much memory a job asks for where no record says, like 8G [default: 4G]");
        var cores = new Option<int>("--cores") { Description = "How many cores a job asks for where no record says", HelpName = "N", DefaultValueFactory = _ => DefaultCores };
        var registry = new RegistryOptions();
        var command = new CommandWithExample(
            "plan", "Print jobs that build what a registry lacks, for Slurm, GitHub, GitLab or Kubernetes",
            "imgrep plan --for slurm --registry registry.example.org/team",
            "the registry lacks what is to be rebuilt (--reproduce, --vary)", typeof(PlanAnswer))
        {
            names, engine, at, reproduce, vary, pushSteps, program, setup, image, memory, cores,
        };
        registry.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(setup)?.Any(unit => char.IsControl(unit) && unit != '\n') == true)
                result.AddError("--setup takes lines of text, without tabs and other control characters");
            if (result.GetValue(reproduce) && result.GetValue(vary))
                result.AddError("--reproduce and --vary are two plans: say one of them");
            if (result.GetValue(pushSteps) && (result.GetValue(reproduce) || result.GetValue(vary)))
                result.AddError("--push-steps is for builds: --reproduce and --vary run every step again");
            if (result.GetResult(cores) is { Implicit: false } && result.GetValue(cores) < 1)
                result.AddError("--cores takes a number from 1");
            if (result.GetResult(engine) is { Errors: { } errors } && !errors.Any() && result.GetValue(engine) == Kubernetes && result.GetValue(image) is null)
                result.AddError("--for kubernetes needs --image: the container that jobs run in");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var access = registry.Read(arguments);
            var address = arguments.GetRequiredValue(at)!;
            var kind = arguments.GetValue(reproduce) ? JobKind.Reproduce : arguments.GetValue(vary) ? JobKind.Vary : JobKind.Build;
            var options = new BuildOptions([.. arguments.GetRequiredValue(names)], Jobs: 1) { CacheFrom = address, Registry = access };
            var byDefault = new ExpectedCost(TimeSpan.FromMinutes(1), arguments.GetValue(memory) ?? DefaultMemory, arguments.GetRequiredValue(cores));
            using var store = new ContentStore(ContentStore.DefaultRoot);
            EnginePlan plan;
            using (var progress = CommandProgress.Start("planning"))
            {
                var missing = new MissingPackages(CommonOptions.TreeOf(arguments), store, options, byDefault, progress);
                (plan, var lacking) = await missing.PlanAsync(kind, Overhead.Default, cancellation);
                if (!lacking.IsEmpty)
                {
                    Report.Error($"{address.Text} lacks {lacking.Length} packages that are to be rebuilt, the first is '{lacking[0]}'",
                        "build them first: imgrep plan without --reproduce and --vary");
                    return ExitCode.NegativeVerdict;
                }
            }
            var words = new JobCommand(arguments.GetRequiredValue(program), kind, address.Text, Reach(access))
            {
                Setup = arguments.GetValue(setup),
                Fetched = options.Names,
                PushesSteps = arguments.GetValue(pushSteps),
            };
            Answer.Print(arguments, PlanAnswer.From(plan, Script(arguments.GetRequiredValue(engine), plan, words, arguments.GetValue(image))));
            Summarize(plan);
            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> Script(string engine, EnginePlan plan, JobCommand command, string? image) => engine switch
    {
        "slurm" => SlurmScript.Print(plan, command),
        "gitlab" => GitLabPipeline.Print(plan, command, image),
        "github" => GitHubWorkflow.Print(plan, command, image),
        _ => KubernetesJobs.Print(plan, command, image!),
    };

    /// <summary>How jobs reach the registry, wherever they begin.</summary>
    private static ImmutableArray<string> Reach(RegistryAccess access) =>
    [
        .. access.AuthFile is { } file ? (string[])["--authfile", Disk.FullPath(file)] : [],
        .. access.CertificateFolder is { } folder ? (string[])["--cert-dir", Disk.FullPath(folder)] : [],
    ];

    private static void Summarize(EnginePlan plan)
    {
        var packages = plan.Jobs.Sum(job => job.Packages.Length);
        var guessed = plan.Jobs.Count(job => !job.Cost.IsKnown);
        Terminal.Writer.WriteLine(plan.Jobs.IsEmpty ? "nothing is missing"
            : $"{Count(packages, "package")} in {Count(plan.Jobs.Length, "job")}: at least {Durations.ToText(plan.Critical)}, {Durations.ToText(plan.Total)} on one machine"
                + (guessed == 0 ? "" : $"; {guessed} times are guesses"));
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
