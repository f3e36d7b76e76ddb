using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host;
using ImgRep.Host.Ci;
using ImgRep.Host.Posix;
using ImgRep.Packages;

namespace ImgRep.Cli.Answers;

/// <summary>How a run of <c>ci</c> ends.</summary>
internal static class CiReport
{
    /// <summary>A file that GitHub and Forgejo show as the summary of a run.</summary>
    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";

    /// <summary>Says what will be built, before anything is.</summary>
    /// <param name="isAsked">Whether what only tests need is built as well.</param>
    public static void Announce(CiWork work, ImmutableArray<string> builders, bool isAsked)
    {
        Line("to examine", work.Examined, $", by {string.Join(" and ", builders)}, and again in other surroundings");
        Line("to build because they need it", work.Built, "");
        var packages = work.ForTests.SelectMany(test => test.Value).Distinct().ToList();
        if (isAsked)
            Line("to build because tests need it", packages, "");
        else if (packages.Count > 0)
            Line("tests that are skipped", work.ForTests.Keys,
                $": only they need {string.Join(", ", packages)}, which {(packages.Count == 1 ? "is" : "are")} not built here (--build-for-tests)");
    }

    private static void Line(string what, IEnumerable<PackageName> names, string more)
    {
        var all = string.Join(", ", names);
        if (all.Length > 0)
            Terminal.Writer.WriteLine(Terminal.Printable($"{what}: {all}{more}"));
    }

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
