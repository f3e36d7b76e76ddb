using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization;
using ImgRep.Cli.Display;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.History;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Primitives;
using ImgRep.Trust.Policies;

namespace ImgRep.Cli.Answers;

/// <summary>Whether images are confirmed; for people, a line or a few for each.</summary>
/// <param name="Rejected">Signature files that do not count.</param>
/// <param name="Unmeetable">What nobody can meet of what the policy asks for.</param>
/// <param name="History">Whether who changed the tree might.</param>
/// <param name="Keys">The folder whose keys count; null for the tree's.</param>
/// <param name="Policy">The file that says how many are enough; null for the tree's.</param>
internal sealed record VerifyAnswer(
    ImmutableArray<JudgedImage> Images, ImmutableArray<Rejection> Rejected, IEnumerable<string> Unmeetable, ShownHistory History, string? Keys, string? Policy) : IAnswer
{
    [JsonPropertyOrder(-1)]
    public bool Met { get; } = Images.All(image => image.Met) && History.Refusals.IsEmpty;

    /// <returns>The exit code.</returns>
    public static int Conclude(ParseResult arguments, ImmutableArray<JudgedImage> judged, VerifiedCheckout verified, CheckedOutHistory history, OwnTrust own)
    {
        foreach (var rejection in verified.Rejections)
            Report.Warning(rejection.File, $"it does not count: {rejection.Reason}");
        var unmeetable = Satisfiability.Check(verified.Root.Policy, verified.Root.Keys.People, DateTimeOffset.UtcNow, Severity.Warning).ToList();
        unmeetable.ForEach(Report.Print);
        var answer = new VerifyAnswer(judged, verified.Rejections, unmeetable.Select(diagnostic => diagnostic.Message), ShownHistory.From(history), own.Keys, own.Policy);
        Answer.Print(arguments, answer);
        return answer.Met ? ExitCode.Done : ExitCode.NegativeVerdict;
    }

    public IEnumerable<string> Lines()
    {
        var lines = Images.SelectMany(image => image.Lines());
        if (Images.Length != 1)
            lines = lines.Append($"{Images.Count(image => image.Met)} of {Images.Length} images meet the policy");
        if (Keys is not null || Policy is not null)
            lines = lines.Append($"by the keys of {Keys ?? "the tree"} and the policy of {Policy ?? "the tree"}");
        return lines.Concat(History.Lines());
    }
}
