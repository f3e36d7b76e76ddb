using System.Diagnostics;
using System.Text.RegularExpressions;
using ImgRep.EndToEnd.Registries;

namespace ImgRep.EndToEnd.Engines;

/// <summary><c>imgrep plan --for slurm</c> on a real Slurm, whose nodes share a checkout and a registry, and each have a store of their own.</summary>
public sealed class SlurmTests : IDisposable
{
    private const string Setup = "export IMGREP_STORE=\"$(pwd)/store/$SLURMD_NODENAME\"";

    private readonly LocalRegistry registry = new();
    private readonly SmallTree tree = new();

    public void Dispose()
    {
        tree.Dispose();
        registry.Dispose();
    }

    [Needs("bwrap", "docker-registry", "openssl", "slurmctld", "slurmd", "sbatch", "munged", Root = true)]
    public void A_tree_is_built_from_nothing_though_a_node_and_a_job_are_killed()
    {
        foreach (var number in Enumerable.Range(0, 30))
        {
            var needed = number < 6 ? [] : (int[])[number / 3, number - 5];
            var copies = string.Concat(needed.Distinct().Select(need => $"COPY --from=imgrep/part{need} / /\n"));
            var pause = number is > 5 and < 12 ? "sleep 3; " : "";
            tree.With($"part{number}", $"FROM imgrep/base AS build\n{copies}RUN {pause}echo {number} >/{number}.txt\nFROM scratch\nCOPY --from=build /*.txt /\n");
        }
        using var slurm = new LocalSlurm(4);
        var script = Plan();
        using var running = Submit(slurm, script);
        var errors = running.StandardError.ReadToEndAsync();
        running.StandardInput.Close();

        var node = Running(slurm, "%N", "part", besides: null);
        slurm.KillNode(node);
        var job = Running(slurm, "%i", "part", besides: node);
        slurm.Ask("scancel", job);

        running.WaitForExit(TimeSpan.FromMinutes(10)).ShouldBeTrue(string.Join('\n', slurm.Ask("squeue")));
        running.ExitCode.ShouldBe(0, errors.Result);
        errors.Result.ShouldContain("submitted again what is left:");
        foreach (var number in Enumerable.Range(0, 30))
            registry.Tags($"imgrep/part{number}").Keys.ShouldContain(tag => Regex.IsMatch(tag, "^recipe-[0-9a-f]{64}$"));

        // Nothing is left to do, and what the nodes have built is what one machine builds.
        Plan().ShouldContain("\ncount=0\n");
        var taken = On("other", ["build", "part29", "--no-archive", "--cache-from", registry.Address, "--trust-cache", .. registry.Options]);
        taken.Errors.ShouldNotContain("built in");
        tree.Build("part29").ShouldBe(taken.Output.Split(' ')[0]);
    }

    [Needs("bwrap", "docker-registry", "openssl", "slurmctld", "slurmd", "sbatch", "munged", Root = true)]
    public void Other_machines_rebuild_everything_and_say_what_differs()
    {
        tree.With("even", "FROM imgrep/base AS build\nRUN echo even >/id\nFROM scratch\nCOPY --from=build /id /\n")
            .With("odd", "FROM imgrep/base AS build\nRUN cat /proc/sys/kernel/random/uuid >/id\nFROM scratch\nCOPY --from=build /id /\n");
        using var slurm = new LocalSlurm(2);
        var early = tree.Run(["plan", "--for", "slurm", "--registry", registry.Address, "--reproduce", .. registry.Options]);
        early.ExitCode.ShouldBe(3, early.ToString());
        var (built, _) = Run(slurm, Plan());
        built.ShouldBe(0);
        var (code, errors) = Run(slurm, Plan("--reproduce"));
        code.ShouldBe(3, errors);
        Regex.Matches(errors, @"error: job imgrep-\w+-\d+ \((.*)\): it ended with exit code 3").Select(match => match.Groups[1].Value).ShouldBe(["odd"]);
        registry.Tags("imgrep/even").Keys.Count(tag => Regex.IsMatch(tag, "^record-[0-9a-f]{64}-")).ShouldBe(2);
    }

    [Needs("bwrap", "docker-registry", "openssl", "slurmctld", "slurmd", "sbatch", "munged", Root = true)]
    public void Jobs_that_begin_with_no_command_build_all_the_same()
    {
        tree.With("one", "FROM scratch\nCOPY <<EOT /one\n1\nEOT\n");
        using var slurm = new LocalSlurm(1);
        string[] plan = ["plan", "--for", "slurm", "--registry", registry.Address, "--program", Imgrep.Launcher, "--memory", "300M", "--cores", "1"];
        var script = tree.Run([.. plan, .. registry.Options]).Output;
        File.WriteAllText(Path.Combine(tree.Root, "submit"), script);
        var outcome = Imgrep.Run("sh", ["submit", "--wait"], tree.Root, new Dictionary<string, string>(slurm.Variables) { ["IMGREP_STORE"] = tree.Store });
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
    }

    private string Plan(params string[] options)
    {
        string[] words = ["plan", "--for", "slurm", "--registry", registry.Address, "--program", Imgrep.Launcher, "--setup", Setup, "--memory", "300M", "--cores", "1"];
        var outcome = tree.Run([.. words, .. options, .. registry.Options]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output;
    }

    private Process Submit(LocalSlurm slurm, string script)
    {
        File.WriteAllText(Path.Combine(tree.Root, "submit"), script);
        return Imgrep.Start("sh", ["submit", "--wait"], tree.Root, slurm.Variables);
    }

    private (int Code, string Errors) Run(LocalSlurm slurm, string script)
    {
        File.WriteAllText(Path.Combine(tree.Root, "submit"), script);
        var outcome = Imgrep.Run("sh", ["submit", "--wait"], tree.Root, slurm.Variables);
        return (outcome.ExitCode, outcome.Errors);
    }

    /// <summary>What the queue says of a job that runs and builds a package whose name begins so.</summary>
    private static string Running(LocalSlurm slurm, string format, string package, string? besides)
    {
        string? found = null;
        SpinWait.SpinUntil(
            () => (found = slurm.Ask("squeue", "--noheader", "--states=RUNNING", $"--format={format}|%N|%k").Select(line => line.Split('|'))
                .FirstOrDefault(parts => parts[1] != besides && parts[2].StartsWith(package, StringComparison.Ordinal))?[0]) is not null,
            TimeSpan.FromMinutes(3)).ShouldBeTrue("no job runs");
        return found!;
    }

    private Outcome On(string machine, params string[] words) => Imgrep.Run(Imgrep.Launcher, words, tree.Root,
        new Dictionary<string, string> { ["IMGREP_STORE"] = Path.Combine(tree.Root, "store", machine) });
}
