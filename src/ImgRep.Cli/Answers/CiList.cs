using System.Text.Json;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host;
using ImgRep.Host.Ci;
using ImgRep.Host.Posix;
using ImgRep.Host.Rebuilds;

namespace ImgRep.Cli.Answers;

/// <summary>What became of each package in a run of <c>ci</c>, as an answer.</summary>
internal static class CiList
{
    /// <summary>A file that GitHub and Forgejo show as the summary of a run.</summary>
    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";

    private static readonly string[] Head = ["package", "digest", "surroundings", "builders", "test", "signed"];

    /// <summary>There was nothing to do.</summary>
    /// <returns>The exit code.</returns>
    public static int Done(CiPlan plan, bool asJson)
    {
        Terminal.Writer.WriteLine($"nothing changed: {plan.Person} has confirmed all of it");
        return Conclude(plan, new CiResult([], [], null), asJson);
    }

    /// <returns>The exit code.</returns>
    public static int Conclude(CiPlan plan, CiResult result, bool asJson)
    {
        foreach (var examination in result.Examinations.Where(examination => examination.Problem is not null))
            Report.Verdict(examination.Package.ToString(), examination.Problem!);
        KeyOption.Warn(result.Subkey);
        List<string[]> rows = [Head, .. result.Examinations.Select(Row)];
        if (asJson)
            Answer.WriteJson(json => Write(plan, result, json));
        else if (rows.Count > 1)
            PrintTable(rows);
        AppendSummary(plan, rows);
        if (!result.IsConfirmed)
            Report.Error($"{result.Examinations.Count(examination => examination.Problem is not null)} of {result.Examinations.Length} packages are not confirmed");
        return result.IsConfirmed ? ExitCode.Done : ExitCode.NegativeVerdict;
    }

    private static string[] Row(Examination examination) =>
    [
        examination.Package.ToString(),
        examination.Image?.Hex ?? "-",
        examination.Varied is not { } varied ? "-" : varied.Survives ? "same" : varied.Cause,
        examination.Builders.IsEmpty ? "-" : string.Join(", ", examination.Builders.Select(builder => builder.Builder)),
        TestOf(examination) ?? "-",
        examination.Problem is null ? "yes" : "no",
    ];

    private static string? TestOf(Examination examination) => examination.Test switch
    {
        TestVerdict.Passed => "passed",
        TestVerdict.Failed => "failed",
        TestVerdict.None => "none",
        _ => null,
    };

    private static void PrintTable(List<string[]> rows)
    {
        var widths = Head.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        using var output = Answer.Open();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static void AppendSummary(CiPlan plan, List<string[]> rows)
    {
        if (Environment.GetEnvironmentVariable(SummaryVariable) is not { Length: > 0 } file)
            return;
        rows.Insert(1, [.. Head.Select(_ => "---")]);
        var text = rows.Count > 2 ? string.Concat(rows.Select(row => $"| {string.Join(" | ", row)} |\n")) : $"Nothing changed: {plan.Person} has confirmed all of it.\n";
        try
        {
            Disk.AppendText(file, text);
        }
        catch (EnvironmentException failure)
        {
            Report.Warning(SummaryVariable, $"the summary is not written: {failure.Message}");
        }
    }

    /// <summary><c>{"person","varied","packages":[{"name","digest","surroundings":{"survives","unstable","culprits"},"builders":[{"builder","digest"}],"test","signed","problem"}],"files"}</c>;
    /// what it did not come to is null, and test is passed, failed or none.</summary>
    private static void Write(CiPlan plan, CiResult result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("person", plan.Person);
        VariedList.WriteNames(json, "varied", Variation.Usual.Select(variation => variation.Name));
        json.WriteStartArray("packages");
        foreach (var examination in result.Examinations)
            Write(examination, json);
        json.WriteEndArray();
        VariedList.WriteNames(json, "files", result.Files);
        json.WriteEndObject();
    }

    private static void Write(Examination examination, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", examination.Package.ToString());
        json.WriteString("digest", examination.Image?.ToString());
        if (examination.Varied is { } varied)
        {
            json.WriteStartObject("surroundings");
            VariedList.WriteMembers(varied, json);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("surroundings");
        }
        json.WriteStartArray("builders");
        foreach (var builder in examination.Builders)
        {
            json.WriteStartObject();
            json.WriteString("builder", builder.Builder);
            json.WriteString("digest", builder.Image.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("test", TestOf(examination));
        json.WriteBoolean("signed", examination.Problem is null);
        json.WriteString("problem", examination.Problem);
        json.WriteEndObject();
    }
}
