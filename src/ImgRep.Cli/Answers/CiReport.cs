using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host;
using ImgRep.Host.Ci;
using ImgRep.Host.Posix;

namespace ImgRep.Cli.Answers;

/// <summary>How a run of <c>ci</c> ends.</summary>
internal static class CiReport
{
    /// <summary>A file that GitHub and Forgejo show as the summary of a run.</summary>
    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";

    /// <summary>There was nothing to do.</summary>
    /// <returns>The exit code.</returns>
    public static int Done(ParseResult arguments, CiPlan plan)
    {
        Terminal.Writer.WriteLine($"nothing changed: {plan.Person} has confirmed all of it");
        return Conclude(arguments, plan, new CiResult([], [], null));
    }

    /// <returns>The exit code.</returns>
    public static int Conclude(ParseResult arguments, CiPlan plan, CiResult result)
    {
        foreach (var examination in result.Examinations.Where(examination => examination.Problem is not null))
            Report.Verdict(examination.Package.ToString(), examination.Problem!);
        KeyOption.Warn(result.Subkey);
        var answer = CiAnswer.From(plan, result);
        Answer.Print(arguments, answer);
        AppendSummary(answer);
        if (!result.IsConfirmed)
            Report.Error($"{answer.Packages.Count(package => !package.Signed)} of {answer.Packages.Length} packages are not confirmed");
        return result.IsConfirmed ? ExitCode.Done : ExitCode.NegativeVerdict;
    }

    private static void AppendSummary(CiAnswer answer)
    {
        if (Environment.GetEnvironmentVariable(SummaryVariable) is not { Length: > 0 } file)
            return;
        try
        {
            Disk.AppendText(file, answer.Summary());
        }
        catch (EnvironmentException failure)
        {
            Report.Warning(SummaryVariable, $"the summary is not written: {failure.Message}");
        }
    }
}
