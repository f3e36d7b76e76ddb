using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Host.Trust.Disputes;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Disputes;
using ImgRep.Trust.Listings;

namespace ImgRep.Cli.Answers;

/// <summary>In what two people's images of a package differ, and why, probably.</summary>
/// <param name="Step">The first step that differs; null if none is known to.</param>
/// <param name="Third">What this machine got from the same recipe, where that is a third image; null otherwise.</param>
/// <param name="Configuration">Whether the configurations are known to differ.</param>
/// <param name="Files">Null if nothing is known of the files of one of them.</param>
/// <param name="Closed">Folders that differ in what they hold, which one of them did not list.</param>
/// <param name="Cause">One of the words of <see cref="Causes"/>; null if they agree.</param>
/// <param name="Explanation">The cause in words.</param>
/// <param name="Repeat">A command that finds out more: it repeats just the step that differs, where one is known.</param>
internal sealed record DisputeAnswer(
    PackageName Package, bool Agree, DisputedImage First, DisputedImage Second, DisputedStep? Step = null, Digest? Third = null, bool Configuration = false,
    ImmutableArray<DisputedFile>? Files = null, ImmutableArray<string>? Closed = null, string? Cause = null, string? Explanation = null, string? Repeat = null) : IAnswer
{
    private const int Shown = 20;

    public static DisputeAnswer From(CheckoutDispute read)
    {
        var dispute = read.Dispute;
        var (first, second) = (DisputedImage.From(dispute.First, read.First), DisputedImage.From(dispute.Second, read.Second));
        if (dispute.IsAgreed)
            return new DisputeAnswer(read.Package, Agree: true, first, second);
        return new DisputeAnswer(
            read.Package, Agree: false, first, second,
            dispute.Step is { } step ? new DisputedStep(step.Line, step.IsInput ? "input" : "result", read.File, read.Instruction) : null, dispute.Third,
            dispute.IsConfiguration,
            dispute.Files?.Changes.Select(DisputedFile.From).ToImmutableArray(), dispute.Files?.Closed, Causes.NameOf(dispute.Cause), Causes.Explain(dispute.Cause),
            dispute.Step is { } repeated ? string.Create(CultureInfo.InvariantCulture, $"imgrep build {read.Package} --no-cache-from {repeated.Line}")
                : dispute.Cause == ImgRep.Trust.Disputes.Cause.Unknown ? $"imgrep reproduce {read.Package}" : $"imgrep reproduce --vary {read.Package}");
    }

    public IEnumerable<string> Lines()
    {
        yield return Agree ? $"{Package}: nobody disagrees: {First.Digest}" : $"{Package}: {First.Name} and {Second.Name} disagree";
        if (Agree)
            yield break;
        yield return $"    {First.Line()}";
        yield return $"    {Second.Line()}";
        if (Third is not null)
            yield return $"    this machine  {Third}, from the same recipe";
        if (Step is not null)
            yield return Step.ToString();
        if (Configuration)
            yield return "the configurations differ";
        foreach (var file in (Files ?? []).Take(Shown))
            yield return file.ToString();
        if (Files is { Length: > Shown } files)
            yield return $"and {files.Length - Shown} more, which --json lists";
        foreach (var folder in (Closed ?? []).Take(Shown))
            yield return $"~ {folder}: something in it, which one of them has not listed";
        yield return $"probably: {Explanation}";
        yield return $"to find out more: {Repeat}";
    }
}

/// <param name="Name">A person, or <c>digests</c> where nobody who counts stands for it.</param>
/// <param name="Evidence"><c>published</c> with what they signed, <c>store</c> where this machine has the image, <c>none</c> for a digest alone.</param>
internal sealed record DisputedImage(string Name, Digest Digest, Digest? Recipe, DateTimeOffset? SignedAt, string Evidence)
{
    public static DisputedImage From(DisputeSide side, SidedClaim? claim) => new(
        side.Name, side.Image, side.Recipe, claim?.Said.SignedAt,
        side.Evidence is null ? "none" : claim?.Source == EvidenceSource.Published ? "published" : "store");

    public string Line() => $"{Name}  {Digest}{(SignedAt is { } at ? $"  signed {Day.Show(at)}" : "")}, " + Evidence switch
    {
        "published" => "with the hashes of its files",
        "store" => "and this machine has it",
        _ => "a digest alone",
    };
}

/// <param name="Difference"><c>input</c> if what the step sees differs, <c>result</c> if only what it comes to does.</param>
/// <param name="File">The Containerfile; null where the package has several.</param>
/// <param name="Instruction">As the tree has it; null where that is not known.</param>
internal sealed record DisputedStep(int Line, string Difference, string? File, string? Instruction)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File ?? "line "}{(File is null ? "" : ":")}{Line}: ")
        + $"{(Instruction is null ? "" : $"{Instruction}: ")}{(Difference == "input" ? "it sees something else" : "it sees the same and comes to something else")}";
}

/// <param name="Path">Bytes that are not printable ASCII, space, backslash, comma and equals sign as <c>\HH</c>.</param>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Aspects">What is different, in words; none where one side does not have it.</param>
internal sealed record DisputedFile(string Path, string Change, ImmutableArray<string> Aspects)
{
    public static DisputedFile From(ListedChange change) =>
        new(change.Path, change.Before is null ? "added" : change.After is null ? "removed" : "changed", [.. change.Aspects()]);

    public override string ToString() => Change switch
    {
        "added" => $"+ {Path}",
        "removed" => $"- {Path}",
        _ => $"~ {Path}: {string.Join(", ", Aspects)}",
    };
}
