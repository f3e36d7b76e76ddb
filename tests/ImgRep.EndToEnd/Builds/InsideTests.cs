using System.Diagnostics;
using ImgRep.Host.Posix;

namespace ImgRep.EndToEnd.Builds;

/// <summary>The process in the namespaces, as the one outside sees it.</summary>
public class InsideTests
{
    [Needs("bwrap")]
    public void A_process_inside_that_is_killed_is_an_environment_that_failed()
    {
        using var tree = new SmallTree().With("slow", "FROM imgrep/base\nRUN sleep 60\n");
        using var build = tree.Start("build", "slow");
        var errors = build.StandardError.ReadToEndAsync();
        var inside = Poll(() => ProcessesBelow(build.Id).FirstOrDefault(IsFirstOfItsNamespace));
        Libc.Kill(inside, 9).ShouldBe(0);
        build.WaitForExit(30_000).ShouldBeTrue();
        build.ExitCode.ShouldBe(4);
        errors.Result.ShouldContain("run the process in the namespaces: it was killed\n");
    }

    [Fact]
    public void Without_a_job_it_does_nothing()
    {
        using var tree = new SmallTree();
        var outcome = tree.Run("inside", "0", "1");
        (outcome.ExitCode, outcome.Output).ShouldBe((0, ""), outcome.ToString());
    }

    [Fact]
    public void A_job_that_is_none_is_refused()
    {
        using var tree = new SmallTree();
        var job = Path.Combine(tree.Root, "job");
        File.WriteAllBytes(job, [2, 0, 0, 0, (byte)'{', (byte)'}']);
        var outcome = Imgrep.Run("sh", ["-c", "exec \"$0\" inside 0 1 <\"$1\"", Imgrep.Launcher, job], tree.Root);
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Errors.ShouldContain("read the job: it is none that this imgrep knows");
    }

    private static IEnumerable<int> ProcessesBelow(int process)
    {
        // Each thread has its own.
        var children = Directory.GetDirectories($"/proc/{process}/task")
            .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse).ToList();
        return children.Concat(children.SelectMany(ProcessesBelow));
    }

    private static bool IsFirstOfItsNamespace(int process) =>
        File.ReadAllText($"/proc/{process}/status").Split('\n').Any(line => line.StartsWith("NSpid:", StringComparison.Ordinal) && line.EndsWith("\t1", StringComparison.Ordinal))
        && ProcessesBelow(process).Any();

    private static int Poll(Func<int> find)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(60))
        {
            try
            {
                if (find() is var found and not 0)
                    return found;
            }
            catch (IOException)
            {
                // One of them has just ended.
            }
            Thread.Sleep(20);
        }
        throw new TimeoutException("there is no process inside");
    }
}
