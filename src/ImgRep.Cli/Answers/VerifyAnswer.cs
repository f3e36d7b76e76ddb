using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization;
using ImgRep.Cli.Display;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Primitives;
using ImgRep.Trust.Policies;

namespace ImgRep.Cli.Answers;

/// <summary>Whether images are confirmed; for people, a line or a few for each.</summary>
/// <param name="Rejected">Signature files that do not count.</param>
/// <param name="Unmeetable">What nobody can meet of what the policy asks for.</param>
internal sealed record VerifyAnswer(ImmutableArray<JudgedImage> Images, ImmutableArray<Rejection> Rejected, IEnumerable<string> Unmeetable) : IAnswer
{
    [JsonPropertyOrder(-1)]
    public bool Met { get; } = Images.All(image => image.Met);

    /// <returns>The exit code.</returns>
    public static int Conclude(ParseResult arguments, ImmutableArray<JudgedImage> judged, VerifiedCheckout verified)
    {
        foreach (var rejection in verified.Rejections)
            Report.Warning(rejection.File, $"it does not count: {rejection.Reason}");
        var unmeetable = Satisfiability.Check(verified.Root.Policy, verified.Root.Keys.People, DateTimeOffset.UtcNow, Severity.Warning).ToList();
        unmeetable.ForEach(Report.Print);
        var answer = new VerifyAnswer(judged, verified.Rejections, unmeetable.Select(diagnostic => diagnostic.Message));
        Answer.Print(arguments, answer);
        return answer.Met ? ExitCode.Done : ExitCode.NegativeVerdict;
    }

    public IEnumerable<string> Lines()
    {
        var lines = Images.SelectMany(image => image.Lines());
        return Images.Length == 1 ? lines : lines.Append($"{Images.Count(image => image.Met)} of {Images.Length} images meet the policy");
    }
}
