using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ImgRep.Host.Ci;
using ImgRep.Host.Rebuilds;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>What became of each package in a run of <c>ci</c>; for people, a table.</summary>
/// <param name="Person">Who signs.</param>
/// <param name="Varied">What was varied, by name.</param>
/// <param name="Files">What was signed, relative to the tree.</param>
internal sealed record CiAnswer(string Person, IEnumerable<string> Varied, ImmutableArray<ExaminedPackage> Packages, ImmutableArray<string> Files) : IAnswer
{
    private static readonly string[] Head = ["package", "digest", "surroundings", "builders", "test", "signed"];

    public static CiAnswer From(CiPlan plan, CiResult result) =>
        new(plan.Person, Variation.Usual.Select(variation => variation.Name), [.. result.Examinations.Select(ExaminedPackage.From)], result.Files);

    public IEnumerable<string> Lines()
    {
        if (Packages.IsEmpty)
            return [];
        List<string[]> rows = [Head, .. Packages.Select(package => package.Row())];
        var widths = Head.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>A table in Markdown.</summary>
    public string Summary() => Packages.IsEmpty
        ? $"Nothing changed: {Person} has confirmed all of it.\n"
        : string.Concat(Packages.Select(package => package.Row()).Prepend([.. Head.Select(_ => "---")]).Prepend(Head).Select(row => $"| {string.Join(" | ", row)} |\n"));
}

/// <summary>How one package was examined, as far as that went.</summary>
/// <param name="Surroundings">How it came through other ones.</param>
/// <param name="Test"><c>passed</c>, <c>failed</c>, <c>none</c> or <c>skipped</c>.</param>
/// <param name="Problem">Why it is not signed; null if it is.</param>
internal sealed record ExaminedPackage(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Digest? Digest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ExaminedSurroundings? Surroundings,
    IEnumerable<ExaminedBuild> Builders,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Test,
    bool Signed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Problem)
{
    public static ExaminedPackage From(Examination examination) => new(
        examination.Package.ToString(), examination.Image, ExaminedSurroundings.From(examination.Varied),
        examination.Builders.Select(builder => new ExaminedBuild(builder.Builder, builder.Image)), TestOf(examination), examination.Problem is null, examination.Problem);

    public string[] Row()
    {
        var builders = string.Join(", ", Builders.Select(builder => builder.Builder));
        return [Name, Digest?.Hex ?? "-", Surroundings?.ToString() ?? "-", builders.Length == 0 ? "-" : builders, Test ?? "-", Signed ? "yes" : "no"];
    }

    private static string? TestOf(Examination examination) => examination.Test switch
    {
        TestVerdict.Passed => "passed",
        TestVerdict.Failed => "failed",
        TestVerdict.None => "none",
        TestVerdict.Skipped => "skipped",
        _ => null,
    };
}

/// <summary>As <see cref="VariedPackage"/> has it, without the name.</summary>
internal sealed record ExaminedSurroundings(bool Survives, bool Unstable, ImmutableArray<ImmutableArray<string>> Culprits, [property: JsonIgnore] string Cause)
{
    public static ExaminedSurroundings? From(VariedResult? varied) => varied is null ? null : new(varied.Survives, varied.IsUnstable, varied.Culprits, varied.Cause);

    public override string ToString() => Survives ? "same" : Cause;
}

internal sealed record ExaminedBuild(string Builder, Digest Digest);
