using System.Diagnostics;
using ImgRep.Engines;
using ImgRep.Packages;

namespace ImgRep.Tests.Engines;

/// <summary>The script for Slurm, with programs in the place of Slurm's own.</summary>
public sealed class SlurmScriptTests : IDisposable
{
    /// <summary>Job 1 ends with a verdict, job 3 the first time with its machine.</summary>
    private const string Sbatch = """
        #!/bin/sh
        for word; do
            case $word in */job) ;; /*/out/jobs/*) mark=$word ;; esac
        done
        number=${mark##*/}
        echo "$number" >>calls
        case $number in
            1) echo 3 >"$mark.failed" ;;
            3) if [ "$(grep -c 3 calls)" = 1 ]; then echo 137 >"$mark.failed"; else : >"$mark.done"; fi ;;
        esac
        echo "$number"
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("imgrep-slurm-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_ended_with_a_verdict_is_not_submitted_again_and_neither_is_what_waits_for_it()
    {
        Write("sbatch", Sbatch);
        Write("squeue", "#!/bin/sh\n");
        EngineJob[] jobs = [Job(1), Job(2, 1), Job(3)];
        var script = SlurmScript.Print(new EnginePlan([.. jobs], default, default), new JobCommand("imgrep", JobKind.Build, "registry.example.org", []));
        File.WriteAllLines(Path.Combine(folder.FullName, "submit"), script);

        using var process = Process.Start(new ProcessStartInfo("sh", ["submit", "--wait"])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardError = true,
            Environment = { ["PATH"] = $"{folder.FullName}:/usr/bin:/bin" },
        })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();

        process.ExitCode.ShouldBe(3, errors);
        File.ReadAllLines(Path.Combine(folder.FullName, "calls")).ShouldBe(["1", "2", "3", "3"]);
        errors.ShouldContain("submitted again what is left: 3\n");
        errors.ShouldContain("-1 (a1): it ended with exit code 3");
        errors.ShouldContain("-2 (a2): it was cancelled, or not run because of another one");
    }

    private static EngineJob Job(int number, params int[] needs) =>
        new(number, [PackageName.Parse($"a{number}")], [.. needs], new ExpectedCost(TimeSpan.FromSeconds(1), 1, 1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    private void Write(string program, string text)
    {
        var path = Path.Combine(folder.FullName, program);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
