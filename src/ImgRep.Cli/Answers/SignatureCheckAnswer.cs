using System.Collections.Immutable;
using ImgRep.Host.Trust.History;

namespace ImgRep.Cli.Answers;

/// <summary>Whether commits do nothing but add signatures.</summary>
/// <param name="Added">How many signatures were verified.</param>
internal sealed record SignatureCheckAnswer(bool InOrder, string Base, string Head, int Added, ImmutableArray<SignatureProblem> Problems) : IAnswer
{
    public static SignatureCheckAnswer From(SignatureCheck check) => new(check.Problems.IsEmpty, check.Base, check.Head, check.Added, check.Problems);

    public IEnumerable<string> Lines() => Problems.Select(problem => string.Join(": ", new[] { problem.Commit, problem.Path, problem.Reason }.Where(part => part.Length > 0)))
        .Append($"{Head}: {(InOrder ? "in order" : "not in order")}: {Added} {(Added == 1 ? "signature" : "signatures")} added and verified");
}
